"""Log-off after idle time, and the lock of a shared tablet. Asking for progress again and again is not activity."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

LAST_ACTIVE = "last_active"
ON_TABLET = "on_tablet"
LOCKED = "locked"
POLL_HEADER = "X-Iop-Poll"
TABLET_NAMES = ("group_room", "account_lock")
UNLOCKED_NAMES = frozenset({"account_unlock", "account_logout", "session"})


class IdleMiddleware:
    """Ends a session nobody used for `IDLE_LOG_OFF_SECONDS`; locks one on a shared tablet much sooner.

    Inside HTMX the whole page goes to sign-in, never a sign-in form inside a part of a page.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and _idle_seconds(request) > settings.IDLE_LOG_OFF_SECONDS:
            return self._end(request)
        if request.user.is_authenticated:
            self._lock_when_idle(request)
            if POLL_HEADER not in request.headers:
                request.session[LAST_ACTIVE] = int(time.time())
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        """A locked tablet shows nothing but the way to unlock it. Who leaves the group room is at a desk again."""
        name = request.resolver_match.url_name or ""
        if name in UNLOCKED_NAMES:
            return None
        if request.session.get(LOCKED):
            return _go(request, reverse("account_unlock"))
        if request.session.get(ON_TABLET) and not name.startswith(TABLET_NAMES) and POLL_HEADER not in request.headers:
            request.session.pop(ON_TABLET)
        return None

    def _lock_when_idle(self, request) -> None:
        if request.session.get(ON_TABLET) and _idle_seconds(request) > settings.SHARED_TABLET_LOCK_SECONDS:
            request.session[LOCKED] = True

    def _end(self, request):
        logout(request)
        response = _go(request, reverse(settings.LOGIN_URL))
        response.headers["X-Iop-Signed-Out"] = "1"
        return response


def _idle_seconds(request) -> float:
    last = request.session.get(LAST_ACTIVE)
    return 0 if last is None else time.time() - last


def _go(request, target: str):
    """To a page that leads back here; for HTMX back to the page around the part."""
    here = (request.htmx.current_url_abs_path if request.htmx else None) or request.path
    target = f"{target}?{urlencode({'next': here})}"
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)
