"""How allauth behaves here: accounts are made by the center, never by sign-up; signing in leaves an event."""

from allauth.account.adapter import DefaultAccountAdapter

from iop.audit.record import record
from iop.tenancy.context import acting_for


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def post_login(self, request, user, **kwargs):
        with acting_for(user.organization_id, actor=user):
            record("signed_in", subject=user)
        return super().post_login(request, user, **kwargs)

    def add_message(self, *args, **kwargs) -> None:
        """Nothing: the page people land on is the answer."""
