"""A signature needs a fresh proof of who is there: after some time the password (or a code) is asked again."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person proved who they are within `SIGN_AGAIN_AFTER_SECONDS`."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.SIGN_AGAIN_AFTER_SECONDS


def needs_fresh_proof(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views that sign. A POST is kept while the password is asked and goes on afterwards: nothing typed is lost."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        answer = suspend_request(request, reverse("account_reauthenticate"))
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer

    return guarded
