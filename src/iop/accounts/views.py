"""Sign-in with the demo's accounts beside it, the own account, the session's clock, and the tablet's lock."""

import time

from allauth.account import views as allauth
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from iop.accounts.demo import PASSWORD, demo_accounts
from iop.accounts.forms import UnlockForm
from iop.accounts.idle import LAST_ACTIVE, LOCKED, POLL_HEADER
from iop.core.policy import Action
from iop.web.access import needs


class SignIn(allauth.LoginView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": PASSWORD}
        return context


sign_in = needs(Action.PUBLIC_PAGE)(sensitive_post_parameters()(SignIn.as_view()))


@needs(Action.OWN_ACCOUNT)
def own_account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html", {"second_step": is_mfa_enabled(request.user)})


@needs(Action.OWN_ACCOUNT)
@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Single-letter keys on or off (WCAG 2.1.4)."""
    request.user.single_keys = request.POST.get("single_keys") == "on"
    request.user.save(update_fields=["single_keys"])
    return redirect("account")


@needs(Action.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """How long until the idle log-off. GET looks and is no activity; POST counts as one."""
    last = request.session.get(LAST_ACTIVE, time.time()) if POLL_HEADER in request.headers else time.time()
    left = max(0, int(last + settings.IDLE_LOG_OFF_SECONDS - time.time()))
    return JsonResponse({"viewer": request.user.public_id, "csrf": get_token(request), "seconds_left": left})


@needs(Action.OWN_ACCOUNT)
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this screen now: somebody else may take the tablet."""
    request.session[LOCKED] = True
    return redirect("account_unlock")


@needs(Action.OWN_ACCOUNT)
@sensitive_post_parameters()
def unlock(request: HttpRequest) -> HttpResponse:
    """The same person goes on with the password; anybody else signs out first."""
    form = UnlockForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        request.session.pop(LOCKED, None)
        reauthenticate_by_password(request)
        return redirect(_back(request))
    return render(request, "accounts/unlock.html", {"form": form, "next": request.GET.get("next", "")})


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else resolve_url("home")
