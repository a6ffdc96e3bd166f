"""The way in, and the pages for what is not there or broke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from iop.core.policy import Action
from iop.web.access import needs
from iop.web.frame import for_nobody
from iop.web.navigation import landing


@needs(Action.HOME)
def home(request: HttpRequest) -> HttpResponse:
    """Everybody lands on the first screen of their day."""
    return redirect(landing(request.user.policy_role))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Says what is safe; reads nothing, not even who asks, since the transaction or the whole database may be gone."""
    return HttpResponse(render_to_string("500.html", for_nobody()), status=500)
