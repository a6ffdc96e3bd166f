"""Log-off after idle time. Asking for progress again and again is not activity."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

LAST_ACTIVE = "last_active"
POLL_HEADER = "X-Poll"


class IdleMiddleware:
    """Ends a session that nobody used for `IDLE_LOG_OFF_SECONDS`; inside HTMX the whole page goes to sign-in."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            if self._is_idle(request.session):
                return self._end(request)
            if POLL_HEADER not in request.headers:
                request.session[LAST_ACTIVE] = int(time.time())
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    def _is_idle(self, session) -> bool:
        last = session.get(LAST_ACTIVE)
        return last is not None and time.time() - last > settings.IDLE_LOG_OFF_SECONDS

    def _end(self, request):
        logout(request)
        target = reverse(settings.LOGIN_URL) + "?" + urlencode({"next": _here(request)})
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)


def _here(request) -> str:
    """The page to come back to: for HTMX the page around the part."""
    return request.htmx.current_url_abs_path if request.htmx and request.htmx.current_url_abs_path else request.path
