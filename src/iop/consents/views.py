"""Papers of one client: consent to treatment, privacy notice, waivers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.audit.looking import looked_at
from iop.clients.models import Client
from iop.clients.tabs import record_head
from iop.consents.actions.recording import consent_to_treatment, end_consent, give_notice, sign_waiver
from iop.consents.forms import ConsentForm, WaiverForm
from iop.consents.queries import consent_in_force, notice_given
from iop.consents.wordings import PRIVACY, TREATMENT, text_of
from iop.core import clock
from iop.core.policy import Action
from iop.web.access import needs


@needs(Action.CLIENT_EDIT)
def client_papers(request: HttpRequest, public_id: str) -> HttpResponse:
    return _shown(request, _client(request, public_id))


@needs(Action.CLIENT_EDIT)
@require_POST
def client_consent(request: HttpRequest, public_id: str) -> HttpResponse:
    """The client signs the consent to treatment."""
    client = _client(request, public_id)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _shown(request, client, consent_form=form, status=422)
    consent_to_treatment(client, signed_by_name=form.cleaned_data["signed_by_name"])
    messages.success(request, _("Consent recorded."))
    return redirect("client_papers", public_id)


@needs(Action.CLIENT_EDIT)
@require_POST
def client_consent_end(request: HttpRequest, public_id: str, consent_id: str) -> HttpResponse:
    """The client takes the consent back."""
    client = _client(request, public_id)
    end_consent(get_object_or_404(client.treatment_consents, public_id=consent_id))
    return redirect("client_papers", public_id)


@needs(Action.CLIENT_EDIT)
@require_POST
def client_notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """The privacy notice was handed over."""
    give_notice(_client(request, public_id))
    messages.success(request, _("Notice recorded."))
    return redirect("client_papers", public_id)


@needs(Action.CLIENT_EDIT)
@require_POST
def client_waiver(request: HttpRequest, public_id: str) -> HttpResponse:
    """A waiver was signed."""
    client = _client(request, public_id)
    form = WaiverForm(request.POST, today=clock.today(request.user.organization.time_zone))
    if not form.is_valid():
        return _shown(request, client, waiver_form=form, status=422)
    sign_waiver(client, form.cleaned_data["service"], on=form.cleaned_data["signed_on"])
    messages.success(request, _("Waiver recorded."))
    return redirect("client_papers", public_id)


def _client(request: HttpRequest, public_id: str) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user, Action.CLIENT_EDIT), public_id=public_id)


def _shown(request, client, *, consent_form=None, waiver_form=None, status=200) -> HttpResponse:
    looked_at(client, request.user, "papers")
    waiver_form = waiver_form or WaiverForm(today=clock.today(request.user.organization.time_zone))
    context = {
        **record_head(client, request.user, "client_papers"),
        "consent": consent_in_force(client),
        "consents_before": client.treatment_consents.filter(ended_at__isnull=False).order_by("-signed_at"),
        "notice": notice_given(client),
        "waivers": client.waivers.select_related("service").order_by("signed_on"),
        "consent_form": consent_form or ConsentForm(),
        "waiver_form": waiver_form,
        "needs_waivers": waiver_form.fields["service"].queryset.exists(),
        "treatment_text": text_of(TREATMENT),
        "privacy_text": text_of(PRIVACY),
    }
    return render(request, "consents/papers.html", context, status=status)
