"""What waits for somebody in a center: milestones looked at, hours proposed, promises and safety tasks open; and a chart's history."""

from datetime import timedelta

from bench import copies, weeks
from iop.audit.record import record
from iop.core import clock
from iop.flows.plans.milestones import store
from iop.flows.plans.standing import standing_of
from iop.plans.models import HoursProposal, MilestoneResult, PlanVersion
from iop.safety.models import SafetyTask
from iop.schedule.models import Release, ShortfallTask

KINDS = ("fewer", "more", None)
"""Of every three clients: fewer hours proposed, more hours proposed, a safety task open."""
TO_RUNG = {"fewer": ("phase_4", 360), "more": ("phase_1", 720)}


def wait(center) -> None:
    for version in center.versions[: len(KINDS)]:
        store(standing_of(version.plan.episode.client, clock.now().date()))
    copies.results_like(center.milestones)
    kinds = [(version, KINDS[place % len(KINDS)]) for place, version in enumerate(center.versions)]
    HoursProposal.objects.bulk_create(_proposal(center, version, kind) for version, kind in kinds if kind)
    week = Release.objects.get(week__monday=weeks.monday(0))
    ShortfallTask.objects.bulk_create(_promise(center, week, version) for version, kind in kinds if kind == "more")
    SafetyTask.objects.bulk_create(_task(center, version) for version, kind in kinds if kind is None)


def look(center) -> None:
    """The first client's chart has a history as long as the center is large, older than anything else in it."""
    for number in range(len(center.clients)):
        record("milestone_seen", client=center.clients[0], number=number)


def _proposal(center, version: PlanVersion, kind: str) -> HoursProposal:
    rung, minutes = TO_RUNG[kind]
    results = MilestoneResult.objects.filter(milestone__version=version)
    return HoursProposal(
        **center.own,
        version=version,
        kind=kind,
        to_level="iop",
        to_ladder=version.ladder,
        to_rung=rung,
        to_minutes=minutes,
        effective_on=weeks.monday(1),
        evidence=list(results.values_list("public_id", flat=True)),
        proposed_at=clock.now(),
    )


def _promise(center, release: Release, version: PlanVersion) -> ShortfallTask:
    client = version.plan.episode.client
    facts = {"kind": "below_minimum", "answer": "An hour by video.", "responsible": client.primary_therapist}
    return ShortfallTask(**center.own, release=release, client=client, due_on=weeks.monday(1), **facts)


def _task(center, version: PlanVersion) -> SafetyTask:
    client = version.plan.episode.client
    return SafetyTask(
        **center.own,
        client=client,
        kind="review",
        words="A review was asked for.",
        responsible=client.primary_therapist,
        due_at=clock.now() + timedelta(days=1),
        opened_at=clock.now(),
    )
