"""A browser's requests as one of the cast, freshly proven."""

import time

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client as Browser

from iop.accounts.models import User


def browser(user: User) -> Browser:
    """Signed in a moment ago, so that signing asks for nothing more."""
    found = Browser()
    found.force_login(user)
    prove(found, user, time.time())
    return found


def prove(found: Browser, user: User, moment: float) -> None:
    """The person gave their password at that moment (seconds since 1970)."""
    session = found.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": moment, "email": user.email}]
    session.save()
