"""The rows a milestone's result was read from, in the side panel or as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from iop.attendance.models import Attendance
from iop.audit.looking import looked_at
from iop.clients.models import Client
from iop.core.policy import Action
from iop.plans.models import MilestoneResult, PlanVersion, SignedObservation
from iop.safety.models import ReturnToUse
from iop.web.access import needs


@needs(Action.PLAN_SEE)
def milestone_evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything the result names, each kind in its own table."""
    visible = Client.objects.visible_to(request.user, Action.PLAN_SEE)
    results = MilestoneResult.objects.filter(milestone__version__plan__episode__client__in=visible)
    related = ("milestone__version__plan__episode__client", "milestone__waiver__by")
    result = get_object_or_404(results.select_related(*related), public_id=public_id)
    client = result.milestone.version.plan.episode.client
    looked_at(client, request.user, "evidence")
    ids = result.evidence
    context = {
        "result": result,
        "client": client,
        "waiver": getattr(result.milestone, "waiver", None) if result.outcome == "waived" else None,
        "attendance": _attendance(client, ids),
        "observations": SignedObservation.objects.filter(client=client, public_id__in=ids).select_related("by"),
        "versions": PlanVersion.objects.filter(plan=result.milestone.version.plan, public_id__in=ids),
        "events": ReturnToUse.objects.filter(client=client, public_id__in=ids),
    }
    template = "plans/_evidence.html" if request.htmx else "plans/evidence.html"
    return render(request, template, context)


def _attendance(client: Client, ids: list[str]):
    rows = Attendance.objects.filter(client=client, public_id__in=ids)
    return rows.select_related("session__service", "session__group").order_by("session__starts_at")
