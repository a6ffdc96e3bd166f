"""Milestones looked at on a day: facts from every app, the rule from core, the result kept in plans."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.core import plans as rules
from iop.core.plans.measured import in_window
from iop.flows.plans.standing import Standing, standing_of
from iop.plans.definitions import from_json
from iop.plans.models import Milestone, MilestoneResult
from iop.schedule.models import Session

READ_FROM_ATTENDANCE = frozenset({"attendance_share", "adherence_share", "visits"})


@transaction.atomic
def evaluate(client: Client, on: date) -> list[MilestoneResult]:
    """How each milestone of the plan in force stands; kept, with its evidence, whenever it changed or the day did."""
    standing = standing_of(client, on)
    return store(standing) if standing else []


def store(standing: Standing) -> list[MilestoneResult]:
    """Keep today's results; the same result of the same day is not kept twice."""
    return [_kept(standing, milestone, found) for milestone, found in results_of(standing)]


def results_of(standing: Standing) -> list[tuple[Milestone, rules.MilestoneResult]]:
    """The milestones in order, each with how it stands. Writes nothing."""
    return [(milestone, _result(milestone, standing)) for milestone in standing.milestones]


def _result(milestone: Milestone, standing: Standing) -> rules.MilestoneResult:
    """An unmarked session is unknown: where it could tip the answer, the answer is "not enough data"."""
    definition = from_json(milestone.definition)
    known = rules.evaluate(definition, standing.facts, standing.on)
    open_sessions = _open_sessions(definition, standing)
    if not open_sessions or known.result in ("waived", "paused"):
        return known
    known = replace(known, parts=(*known.parts, ("unmarked", len(open_sessions))))
    worst, best = (_supposing(definition, standing, open_sessions, attended) for attended in (False, True))
    return known if worst == best else replace(known, result="insufficient_data", measured=None)


def _open_sessions(definition: rules.Milestone, standing: Standing) -> list[Session]:
    if definition.metric not in READ_FROM_ATTENDANCE:
        return []
    return [session for session in standing.unmarked if in_window(session.day, definition, standing.on)]


def _supposing(definition: rules.Milestone, standing: Standing, sessions: list[Session], attended: bool) -> str:
    """The answer if nobody, or everybody, had been there in the sessions not marked."""
    supposed = [_as_if(session, attended) for session in sessions]
    facts = replace(standing.facts, attendance=(*standing.facts.attendance, *supposed))
    return rules.evaluate(definition, facts, standing.on).result


def _as_if(session: Session, attended: bool) -> rules.AttendanceFact:
    """What the session would be if the client had been there throughout, or not at all."""
    booked = session.counted_minutes
    state = "attended" if attended else "no_show"
    return rules.AttendanceFact(session.public_id, session.day, booked, booked if attended else 0, state)


def _kept(standing: Standing, milestone: Milestone, found: rules.MilestoneResult) -> MilestoneResult:
    before = standing.newest.get(milestone.pk)
    if before is not None and before.on == standing.on and _same(before, found):
        return before
    row = MilestoneResult.objects.create(
        organization_id=milestone.organization_id,
        milestone=milestone,
        on=standing.on,
        outcome=found.result,
        measured=found.measured,
        needed=found.needed,
        parts=dict(found.parts),
        evidence=list(found.evidence),
        evaluated_at=clock.now(),
    )
    standing.newest[milestone.pk] = row
    if _outcome(before) != row.outcome and "met" in (_outcome(before), row.outcome):
        event = "milestone_met" if row.outcome == "met" else "milestone_no_longer_met"
        record(event, subject=row, client=standing.client, milestone=milestone.key)
    return row


def _outcome(row: MilestoneResult | None) -> str:
    return row.outcome if row else ""


def _same(row: MilestoneResult, found: rules.MilestoneResult) -> bool:
    stored = (row.outcome, row.measured, row.parts, row.evidence)
    return stored == (found.result, found.measured, dict(found.parts), list(found.evidence))
