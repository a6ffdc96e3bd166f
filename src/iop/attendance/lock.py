"""A group room stands on a shared tablet: after `SHARED_TABLET_LOCK_SECONDS` without a touch the page locks.

The page covers itself (grouproom.js) and the server refuses everything until the person proves who they are (accounts/idle.py).
"""

from django.conf import settings
from django.http import HttpRequest

from iop.accounts.idle import ON_TABLET


def on_shared_tablet(request: HttpRequest) -> int:
    """From now on this sign-in locks early. Returns the seconds until it does."""
    request.session[ON_TABLET] = True
    return settings.SHARED_TABLET_LOCK_SECONDS
