"""Reads about plans: which version is in force, for one client or for everybody in a program's week."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from iop.clients.models import Client
from iop.core.policy import Action
from iop.plans.models import (
    Goal,
    HoursProposal,
    Intervention,
    MilestoneResult,
    Objective,
    PlanSignature,
    PlanVersion,
    Problem,
)


def signed_versions() -> QuerySet[PlanVersion]:
    """Versions a clinician has signed."""
    by_clinician = PlanSignature.objects.filter(version=OuterRef("pk"), meaning="clinician")
    return PlanVersion.objects.filter(Exists(by_clinician))


def versions_in_force(on: date, *, clients: Iterable[Client] | None = None) -> QuerySet[PlanVersion]:
    """For each open episode the newest signed version that has begun by that day, with its mix: one row a client."""
    newest = signed_versions().filter(starts_on__lte=on, plan__episode__discharged_on__isnull=True)
    if clients is not None:
        newest = newest.filter(plan__episode__client__in=clients)
    ids = newest.order_by("plan_id", "-starts_on", "-number").distinct("plan_id").values("pk")
    return (
        PlanVersion.objects.filter(pk__in=ids)
        .select_related("plan__episode__client")
        .prefetch_related("needs__service", "affinity_needs")
    )


def version_in_force(client: Client, on: date) -> PlanVersion | None:
    """The prescription of a client on a day; None when nothing signed has begun."""
    return versions_in_force(on, clients=[client]).first()


def prescribed_minutes(clients: Iterable[Client], on: date) -> dict[int, int]:
    """Counted minutes a week in force on a day, by client id; who has no signed plan is not in it."""
    rows = versions_in_force(on, clients=clients).prefetch_related(None)
    return dict(rows.values_list("plan__episode__client_id", "weekly_minutes"))


def newest_results(version: PlanVersion, on: date) -> dict[int, MilestoneResult]:
    """The newest result of each milestone of the plan by that day, by the milestone's id."""
    rows = MilestoneResult.objects.filter(milestone__version__plan=version.plan_id, on__lte=on)
    rows = rows.order_by("milestone_id", "-on", "-pk").distinct("milestone_id").select_related("milestone")
    return {row.milestone_id: row for row in rows}


def versions_visible_to(user, action: Action = Action.PLAN_SEE) -> QuerySet[PlanVersion]:
    """Plan versions of the clients to whom this user may do this."""
    visible = Client.objects.visible_to(user, action)
    return PlanVersion.objects.filter(plan__episode__client__in=visible).select_related(
        "plan__episode__client__primary_therapist", "plan__episode__program"
    )


def proposals_visible_to(user, action: Action = Action.PROPOSAL_LIST) -> QuerySet[HoursProposal]:
    """Proposals, waiting or not, of the clients to whom this user may do this."""
    visible = Client.objects.visible_to(user, action)
    return HoursProposal.objects.filter(version__plan__episode__client__in=visible).select_related(
        "version__plan__episode__client__primary_therapist__supervisor", "decision"
    )


def waiting(proposals: QuerySet[HoursProposal]) -> QuerySet[HoursProposal]:
    """Those that nobody decided and nothing withdrew."""
    return proposals.filter(withdrawn_at__isnull=True, decision__isnull=True)


def results_with_milestones(public_ids: list[str]) -> list[MilestoneResult]:
    """Stored results in the order of their milestones."""
    rows = MilestoneResult.objects.filter(public_id__in=public_ids).select_related("milestone__waiver")
    return list(rows.order_by("milestone__position"))


def problems_of(version: PlanVersion) -> QuerySet[Problem]:
    """Problem, goal, objective, intervention as the plan reads: four queries, whatever stands in it."""
    interventions = Intervention.objects.select_related("service", "staff").order_by("position", "pk")
    objectives = Objective.objects.order_by("position", "pk").prefetch_related(Prefetch("interventions", interventions))
    goals = Goal.objects.order_by("position", "pk").prefetch_related(Prefetch("objectives", objectives))
    return Problem.objects.filter(version=version).order_by("position", "pk").prefetch_related(Prefetch("goals", goals))
