"""The plan inside a client's record: read, start, change, sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.accounts.proof import needs_fresh_proof
from iop.admissions.models import Episode
from iop.audit.looking import looked_at
from iop.clients.models import Client
from iop.clients.tabs import record_head
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.plans.conditions import next_monday
from iop.flows.plans.forms import NextVersionForm, StartForm
from iop.flows.plans.observing import waive
from iop.flows.plans.prescribing import next_version, open_draft, start_plan
from iop.flows.plans.reading import plan_page
from iop.flows.plans.signing import sign_plan
from iop.plans.actions.editing import AlreadySigned, Outdated, save
from iop.plans.actions.signing import CannotSign, reasons_against, sign_for_client
from iop.plans.forms import ClientSignatureForm, DraftForm, SignForm, WaiverForm, completed
from iop.plans.models import Milestone, PlanVersion
from iop.plans.queries import versions_visible_to
from iop.web.access import needs


@needs(Action.PLAN_SEE)
def client_plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """The version in force, or the one asked for with ?version=; a draft when nothing else is there."""
    client = _client(request, public_id, Action.PLAN_SEE)
    looked_at(client, request.user, "plan")
    return _page(request, client, request.GET.get("version", ""))


@needs(Action.PLAN_EDIT)
def plan_start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose the step of the ladder and the Monday; the rest comes from the program."""
    client = _client(request, public_id, Action.PLAN_EDIT)
    episode = get_object_or_404(Episode.objects.select_related("program"), client=client, discharged_on=None)
    today = clock.today(episode.program.time_zone)
    form = StartForm(episode, request.POST or None, initial={"starts_on": next_monday(today)})
    if request.method == "POST" and form.is_valid():
        version = open_draft(episode) or start_plan(episode, by=request.user, **form.prescription)
        return redirect("plan_edit", version.public_id)
    status = 422 if form.errors else 200
    return render(request, "plans/start.html", {"client": client, "form": form}, status=status)


@needs(Action.PLAN_EDIT)
@require_POST
def plan_next(request: HttpRequest, public_id: str) -> HttpResponse:
    """A signed version is changed by its successor, which begins as its copy."""
    version = _version(request, public_id, Action.PLAN_EDIT)
    draft = open_draft(version.plan.episode, after=version.number)
    if draft is None:
        today = clock.today(version.plan.episode.program.time_zone)
        form = NextVersionForm(version, request.POST)
        rung = form.cleaned_data["rung"] if form.is_valid() else None
        draft = next_version(version, by=request.user, starts_on=next_monday(today), rung_key=rung)
    return redirect("plan_edit", draft.public_id)


@needs(Action.PLAN_EDIT)
def plan_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft as one form. A second editor is told what stands there now and keeps what they typed."""
    version = _version(request, public_id, Action.PLAN_EDIT)
    if request.method != "POST":
        if version.is_signed:
            return redirect("client_plan", version.plan.episode.client.public_id)
        return _edit_page(request, version, DraftForm(version), status=200)
    form = DraftForm(version, completed(version, request.POST))
    if form.is_valid():
        return _saved(request, version, form)
    return _edit_page(request, version, form, status=422)


@needs(Action.PLAN_SIGN)
@require_POST
@needs_fresh_proof
def plan_sign(request: HttpRequest, public_id: str) -> HttpResponse:
    version = _version(request, public_id, Action.PLAN_SIGN)
    outcome = sign_plan(version, by=request.user, credential=request.POST.get("credential", ""))
    client = version.plan.episode.client
    if isinstance(outcome, CannotSign):
        return _page(request, client, version.public_id, cannot_sign=outcome.reasons, status=422)
    for warning in outcome.warnings:
        messages.warning(request, warning.words)
    messages.success(request, _("Plan version %(number)d is signed.") % {"number": version.number})
    return redirect(f"{_plan_url(client)}?version={version.public_id}")


@needs(Action.PLAN_SIGN)
@require_POST
@needs_fresh_proof
def plan_client_signs(request: HttpRequest, public_id: str) -> HttpResponse:
    """The client signs with the clinician at their side."""
    version = _version(request, public_id, Action.PLAN_SIGN)
    client = version.plan.episode.client
    form = ClientSignatureForm(request.POST)
    if not form.is_valid():
        return _page(request, client, version.public_id, client_form=form, status=422)
    outcome = sign_for_client(version, by=request.user, name=form.cleaned_data["name"])
    if isinstance(outcome, CannotSign):
        return _page(request, client, version.public_id, cannot_sign=outcome.reasons, status=422)
    messages.success(request, _("The client's signature is kept with the plan."))
    return redirect(f"{_plan_url(client)}?version={version.public_id}")


@needs(Action.MILESTONE_WAIVE)
@needs_fresh_proof
def milestone_waive(request: HttpRequest, public_id: str) -> HttpResponse:
    """A milestone that is not asked of this client, and why."""
    visible = Client.objects.visible_to(request.user, Action.MILESTONE_WAIVE)
    milestones = Milestone.objects.filter(version__plan__episode__client__in=visible)
    milestone = get_object_or_404(milestones.select_related("version__plan__episode__client"), public_id=public_id)
    client = milestone.version.plan.episode.client
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = waive(milestone, reason=form.cleaned_data["reason"], by=request.user)
        if not isinstance(outcome, CannotSign):
            messages.success(request, _("The milestone is waived."))
            return redirect("client_plan", client.public_id)
        form.add_error(None, outcome.reasons[0].words)
    context = {"client": client, "milestone": milestone, "form": form}
    return render(request, "plans/waive.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, version: PlanVersion, form: DraftForm) -> HttpResponse:
    revision = form.cleaned_data["revision"]
    outcome = save(version, form.values, revision=revision, by=request.user, removed=form.removed)
    if isinstance(outcome, Outdated):
        return _outdated(request, version, outcome)
    if isinstance(outcome, AlreadySigned):
        return _edit_page(request, version, form, status=409, signed_meanwhile=True)
    messages.success(request, _("Draft saved."))
    return redirect(f"{_plan_url(version.plan.episode.client)}?version={version.public_id}")


def _outdated(request: HttpRequest, version: PlanVersion, outcome: Outdated) -> HttpResponse:
    """Both values side by side; the form keeps what was typed and may be saved over the other now."""
    data = completed(version, request.POST)
    data["revision"] = outcome.revision
    kept = DraftForm(version, data)
    pairs = [
        (kept.words_for(d.key), kept.shown(d.key, d.saved), kept.shown(d.key, d.typed)) for d in outcome.differences
    ]
    gone = [(_("A line that is no longer there"), _("nothing"), words) for words in kept.typed_for_lines_gone]
    return _edit_page(request, version, kept, status=409, differences=[*pairs, *gone], saved_by=outcome.saved_by)


def _edit_page(request: HttpRequest, version: PlanVersion, form: DraftForm, *, status: int, **more) -> HttpResponse:
    looked_at(version.plan.episode.client, request.user, "plan")
    context = {"version": version, "client": version.plan.episode.client, "form": form, **more}
    return render(request, "plans/edit.html", context, status=status)


def _page(
    request: HttpRequest, client: Client, wanted: str, *, cannot_sign=(), client_form=None, status: int = 200
) -> HttpResponse:
    page = plan_page(client, wanted)
    role = request.user.policy_role
    context = {
        **page,
        **record_head(client, request.user, "client_plan"),
        "cannot_sign": cannot_sign,
        "client_form": client_form or ClientSignatureForm(),
        "may_edit": may(role, Action.PLAN_EDIT),
        "may_sign": may(role, Action.PLAN_SIGN),
        "may_waive": may(role, Action.MILESTONE_WAIVE),
    }
    version = page["version"]
    if version and not version.is_signed and context["may_sign"]:
        context["sign_form"] = sign_form = SignForm(request.user, version.plan.episode.program)
        first = sign_form.fields["credential"].choices[:1]
        context["missing"] = reasons_against(version, by=request.user, credential=first[0][0] if first else "")
    if version and version.is_signed:
        context["next_form"] = NextVersionForm(version)
    return render(request, "plans/plan.html", context, status=status)


def _client(request: HttpRequest, public_id: str, action: Action) -> Client:
    clients = Client.objects.visible_to(request.user, action).select_related("primary_therapist", "site")
    return get_object_or_404(clients, public_id=public_id)


def _version(request: HttpRequest, public_id: str, action: Action) -> PlanVersion:
    return get_object_or_404(versions_visible_to(request.user, action), public_id=public_id)


def _plan_url(client: Client) -> str:
    return reverse("client_plan", args=[client.public_id])
