"""Everything that is known of a client on a day, gathered once for milestones, proposals and screens."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.formats import date_format

from iop.attendance.queries import attendance_facts, unmarked
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import AttendanceFact, Facts, Ladder, OpenFlags, Pause, PhaseFact, Waiver
from iop.core.plans import MilestoneResult as Result
from iop.core.plans import ReturnToUse as ReturnToUseFact
from iop.core.programs.model import Program as Definition
from iop.plans.definitions import from_json
from iop.plans.models import HoursProposal, Milestone, MilestoneResult, PlanVersion, SignedObservation
from iop.plans.observed import observation_facts
from iop.plans.queries import newest_results, signed_versions
from iop.safety.models import SafetyTask
from iop.schedule.models import Session

EARNED = frozenset({"attendance_share", "adherence_share", "visits", "signed_observation"})
"""Attendance and skills earned stay earned while milestones rest (clinical facts §3.4, step 6)."""


@dataclass(frozen=True)
class Standing:
    """One client on the day `on`. `version` is in force; `signed` are all signed versions of the episode, oldest first."""

    client: Client
    on: date
    version: PlanVersion
    signed: tuple[PlanVersion, ...]
    definition: Definition
    milestones: tuple[Milestone, ...]
    newest: dict[int, MilestoneResult]
    unmarked_sessions: tuple[Session, ...]
    observations: tuple[SignedObservation, ...]
    tasks: tuple[SafetyTask, ...]
    proposals: tuple[HoursProposal, ...]
    facts: Facts = field(default_factory=Facts)

    @property
    def ladder(self) -> Ladder:
        """The ladder the version stands on."""
        return self.definition.ladder(self.version.ladder)

    @property
    def prescribed(self) -> PlanVersion:
        """The newest signed version, also when its Monday is still to come: what a proposal starts from."""
        return max(self.signed, key=lambda found: (found.starts_on, found.number))

    @property
    def open_tasks(self) -> list[SafetyTask]:
        """Safety tasks without a disposition."""
        return [task for task in self.tasks if not hasattr(task, "disposition")]

    @property
    def unanswered(self) -> list[ReturnToUseFact]:
        """Returns to use that no decision and no signed plan has answered yet."""
        return [
            ReturnToUseFact(event.public_id, event.on)
            for event in self.returns_to_use()
            if not self._is_answered(event)
        ]

    @property
    def unmarked(self) -> list[Session]:
        """Past sessions of the milestones' window whose attendance nobody marked: unknown, not absent."""
        first = self.on - timedelta(days=longest_window(self.milestones) - 1)
        return [session for session in self.unmarked_sessions if session.day >= first]

    @property
    def open_flags(self) -> OpenFlags:
        """What forbids anything lower. Placement flags come with the placement worksheet."""
        reviewed = [event for event in self.returns_to_use() if self.is_under_review(event)]
        told = {event.pk for event in reviewed}
        # A task of a return to use before this stay has no review here, and is open all the same.
        tasks = tuple(task.words for task in self.open_tasks if task.return_to_use_id not in told)
        reviews = tuple(event.on.isoformat() for event in reviewed)
        missing = tuple(f"{session.title}, {date_format(session.day, 'j M')}" for session in self.unmarked)
        return OpenFlags(safety_tasks=tasks, return_to_use_reviews=reviews, missing_data=missing)

    def returns_to_use(self) -> list:
        """Returns to use of this episode, oldest first."""
        begun = self.version.plan.episode.admitted_on
        found = {task.return_to_use_id: task.return_to_use for task in self.tasks if task.return_to_use_id}
        return sorted((event for event in found.values() if event.on >= begun), key=lambda event: (event.on, event.pk))

    def is_under_review(self, event) -> bool:
        open_events = {task.return_to_use_id for task in self.open_tasks}
        return event.pk in open_events or not self._is_answered(event)

    def _is_answered(self, event) -> bool:
        """By a decision on the proposal it led to, or by a plan signed since that asks for no fewer hours."""
        decided = any(event.public_id in p.evidence and hasattr(p, "decision") for p in self.proposals)
        signed = [version for version in self.signed if version.clinician_signed_at > event.recorded_at]
        return decided or any(version.weekly_minutes >= self._minutes_on(event.on) for version in signed)

    def _minutes_on(self, day: date) -> int:
        """Counted minutes a week the plan in force on a day prescribed; 0 before the first."""
        begun = [version for version in self.signed if version.starts_on <= day]
        return max(begun, key=lambda found: (found.starts_on, found.number)).weekly_minutes if begun else 0


def standing_of(client: Client, on: date) -> Standing | None:
    """How the client stands; None when nothing signed has begun."""
    signed = tuple(_signed_versions(client))
    begun = [version for version in signed if version.starts_on <= on]
    if not begun:
        return None
    version = max(begun, key=lambda found: (found.starts_on, found.number))
    milestones = tuple(version.milestones.select_related("waiver__by").order_by("position"))
    since = version.plan.episode.admitted_on
    standing = Standing(
        client=client,
        on=on,
        version=version,
        signed=signed,
        definition=version.plan.episode.program.definition,
        milestones=milestones,
        newest=newest_results(version, on),
        unmarked_sessions=tuple(unmarked(client, since, on).select_related("service", "group").order_by("starts_at")),
        observations=tuple(_observations(client, on)),
        tasks=tuple(
            SafetyTask.objects.filter(client=client).select_related("return_to_use", "disposition", "responsible")
        ),
        proposals=tuple(HoursProposal.objects.filter(version__plan=version.plan_id).select_related("decision")),
    )
    return _with_facts(standing, tuple(attendance_facts(client, since, on)))


def longest_window(milestones: tuple[Milestone, ...]) -> int:
    """Days the milestones look back; at least one."""
    return max((milestone.definition["window_days"] for milestone in milestones), default=1) or 1


def entered_on(standing_versions: tuple[PlanVersion, ...], version: PlanVersion) -> date:
    """Since when the client has been on the version's rung without a break."""
    first = version.starts_on
    for earlier in sorted(standing_versions, key=lambda found: (found.starts_on, found.number), reverse=True):
        if (earlier.starts_on, earlier.number) > (version.starts_on, version.number):
            continue
        if (earlier.ladder, earlier.rung) != (version.ladder, version.rung):
            break
        first = earlier.starts_on
    return first


def _signed_versions(client: Client):
    versions = signed_versions().filter(plan__episode__client=client, plan__episode__discharged_on__isnull=True)
    versions = versions.annotate(
        clinician_signed_at=Max("signatures__signed_at", filter=Q(signatures__meaning="clinician"))
    )
    return versions.select_related("plan__episode__program", "plan__episode__client", "decided_by__proposal").order_by(
        "starts_on", "number"
    )


def _observations(client: Client, on: date):
    rows = SignedObservation.objects.filter(client=client, signed_at__lte=clock.now())
    return rows.select_related("by").order_by("signed_at", "pk")


def _with_facts(standing: Standing, attendance: tuple[AttendanceFact, ...]) -> Standing:
    version = standing.version
    phase = PhaseFact(version.public_id, version.rung, entered_on(standing.signed, version))
    waived = [milestone for milestone in standing.milestones if hasattr(milestone, "waiver")]
    facts = Facts(
        attendance=attendance,
        observations=observation_facts(standing.observations, standing.on),
        phase=phase,
        waivers=tuple(Waiver(m.waiver.public_id, m.key, m.waiver.reason, m.waiver.by.name) for m in waived),
        pause=_pause(standing),
    )
    return replace(standing, facts=facts)


def _pause(standing: Standing) -> Pause | None:
    """Milestones rest from the oldest return to use whose review is open."""
    event = next((event for event in standing.returns_to_use() if standing.is_under_review(event)), None)
    if event is None:
        return None
    return Pause(event.public_id, event.on, "return to use", _earned(standing))


def _earned(standing: Standing) -> tuple[Result, ...]:
    """What was met before, for the milestones of the version in force that are the same."""
    met = {
        (row.milestone.key, str(row.milestone.definition)): row
        for row in standing.newest.values()
        if row.outcome == "met" and row.milestone.definition["metric"] in EARNED
    }
    same = ((milestone, met.get((milestone.key, str(milestone.definition)))) for milestone in standing.milestones)
    return tuple(as_result(row) for _, row in same if row is not None)


def as_result(row: MilestoneResult) -> Result:
    """A stored result as the rules read it."""
    definition = from_json(row.milestone.definition)
    return Result(definition.key, row.outcome, row.measured, row.needed, tuple(row.evidence), tuple(row.parts.items()))
