"""How allauth behaves here: accounts are made by the center, never by sign-up."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
