"""A return to use is recorded, a safety task is read and closed, an observation is signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from iop.accounts.proof import needs_fresh_proof
from iop.admissions.models import Episode
from iop.audit.looking import looked_at
from iop.centers.models import Staff
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.plans.closing import close
from iop.flows.plans.forms import DispositionForm, ObservationForm, ReturnToUseForm
from iop.flows.plans.observing import observe
from iop.flows.plans.return_to_use import CannotRecord, record_return_to_use
from iop.plans.credentials import any_credential
from iop.plans.forms import SignForm
from iop.safety.actions.closing import CannotClose
from iop.safety.queries import open_tasks, tasks_visible_to
from iop.web.access import needs


@needs(Action.RETURN_TO_USE_RECORD)
def return_to_use(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was told; a safety task opens with it, and more hours are proposed."""
    client = _client(request, public_id, Action.RETURN_TO_USE_RECORD)
    episode = get_object_or_404(Episode.objects.select_related("program"), client=client, discharged_on=None)
    first = {"responsible": client.primary_therapist, "on": clock.today(episode.program.time_zone)}
    form = ReturnToUseForm(episode, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        outcome = record_return_to_use(client, by=request.user, **form.cleaned_data)
        if not isinstance(outcome, CannotRecord):
            messages.success(request, _("Recorded. A safety task is open."))
            return redirect("safety_task", outcome.task.public_id)
        form.add_error(None, outcome.reason)
    policy = episode.program.definition.return_to_use
    context = {"client": client, "form": form, "policy": policy}
    return render(request, "safety/return_to_use.html", context, status=422 if form.errors else 200)


@needs(Action.SAFETY_TASK_SEE)
def safety_tasks(request: HttpRequest) -> HttpResponse:
    """Open tasks of the viewer's clients, the first due first."""
    return render(request, "safety/tasks.html", {"tasks": open_tasks(user=request.user), "now": clock.now()})


@needs(Action.SAFETY_TASK_SEE)
def safety_task(request: HttpRequest, public_id: str) -> HttpResponse:
    """What has to be looked at, by whom and until when, or how it ended."""
    task = get_object_or_404(tasks_visible_to(request.user), public_id=public_id)
    looked_at(task.client, request.user, "safety task")
    return _task_page(request, task, DispositionForm())


@needs(Action.SAFETY_TASK_CLOSE)
@needs_fresh_proof
def safety_task_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """The written disposition; a link to here shows the task."""
    task = get_object_or_404(tasks_visible_to(request.user, Action.SAFETY_TASK_CLOSE), public_id=public_id)
    if request.method != "POST":
        return redirect("safety_task", task.public_id)
    form = DispositionForm(request.POST)
    if form.is_valid():
        words, credential = form.cleaned_data["words"], request.POST.get("credential", "")
        outcome = close(task, words=words, by=request.user, credential=credential)
        if not isinstance(outcome, CannotClose):
            messages.success(request, _("The safety task is closed."))
            return redirect("safety_task", task.public_id)
        form.add_error(None, outcome.reason)
    return _task_page(request, task, form, status=422)


@needs(Action.MILESTONE_OBSERVE)
@needs_fresh_proof
def observation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something seen, signed by somebody with a credential of ours."""
    client = _client(request, public_id, Action.MILESTONE_OBSERVE)
    staff = Staff.objects.filter(user=request.user).first()
    credential = any_credential(request.user, clock.today(client.site.time_zone))
    form = ObservationForm(client, request.POST or None, initial={"on": clock.today(client.site.time_zone)})
    if request.method == "POST" and form.is_valid():
        if staff and credential:
            observe(client, by=staff, credential=credential, **form.cleaned_data)
            messages.success(request, _("Signed. The milestones were looked at again."))
            return redirect("client_plan", client.public_id)
        form.add_error(None, _("An observation is signed by staff with a credential that has not expired."))
    context = {"client": client, "form": form, "credential": credential}
    return render(request, "plans/observation.html", context, status=422 if form.errors else 200)


def _task_page(request: HttpRequest, task, form: DispositionForm, status: int = 200) -> HttpResponse:
    episode = Episode.objects.filter(client=task.client).select_related("program").latest("admitted_on")
    context = {
        "task": task,
        "client": task.client,
        "form": form,
        "disposition": getattr(task, "disposition", None),
        "sign_form": SignForm(request.user, episode.program),
        "may_close": may(request.user.policy_role, Action.SAFETY_TASK_CLOSE),
        "is_late": task.due_at < clock.now(),
    }
    return render(request, "safety/task.html", context, status=status)


def _client(request: HttpRequest, public_id: str, action: Action) -> Client:
    clients = Client.objects.visible_to(request.user, action).select_related("primary_therapist", "site")
    return get_object_or_404(clients, public_id=public_id)
