"""A person releases a draft: it becomes the week everybody sees, in one step or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.audit.record import record
from iop.core import clock
from iop.flows.week.comparing import Comparison, compared, known_week
from iop.flows.week.held import held_in
from iop.flows.week.judging import objections
from iop.flows.week.names import Names
from iop.flows.week.problem import problem_for
from iop.flows.week.shortfalls import Shortfall, shortfalls_in
from iop.flows.week.telling import tell_people
from iop.flows.week.writing import write_week
from iop.schedule.actions.booking import DoubleBooked
from iop.schedule.models import Draft, ProgramWeek, Release, ShortfallTask


@dataclass(frozen=True)
class NotReleased:
    """Nothing was changed and nobody told. `unanswered` are the shortfalls nobody said a word about."""

    reasons: tuple[str, ...]
    unanswered: tuple[Shortfall, ...] = ()


def release(draft: Draft, *, by: User, answers: Mapping[str, str] | None = None) -> Release | NotReleased:
    """The draft is in force from now on. A second press returns the release of the first.

    `answers` say, by a client's public id, what will be done for each who falls short; each becomes a task.
    """
    try:
        with transaction.atomic():
            week = ProgramWeek.objects.select_for_update(of=("self",)).select_related("program").get(pk=draft.week_id)
            done = Release.objects.filter(draft=draft).first()
            return done or _checked_release(draft, week, by, answers or {})
    except DoubleBooked as refused:
        return NotReleased((refused.clash.words,))


def _checked_release(draft: Draft, week: ProgramWeek, by: User, answers: Mapping[str, str]) -> Release | NotReleased:
    draft.week = week
    problem, names = problem_for(week.program, week.monday), Names(week.program)
    reasons = objections(problem, draft.solution, names)
    short = shortfalls_in(draft, problem, names)
    unanswered = tuple(s for s in short if not answers.get(s.client.public_id, "").strip())
    if unanswered:
        names_of = ", ".join(s.client.name for s in unanswered)
        reasons.append(_("Say what will be done for %(clients)s.") % {"clients": names_of})
    return NotReleased(tuple(reasons), unanswered) if reasons else _release(draft, by, short, answers)


def _release(draft: Draft, by: User, short: list[Shortfall], answers: Mapping[str, str]) -> Release:
    against, before = known_week(draft.week)
    comparison = compared(against, before, held_in(draft.solution))
    made = Release.objects.create(
        organization_id=draft.organization_id,
        week=draft.week,
        number=draft.week.releases.count() + 1,
        draft=draft,
        released_by=by,
        released_at=clock.now(),
    )
    written = write_week(made)
    _promise(made, short, answers)
    tell_people(made, comparison, {key: row.public_id for key, row in written.sessions.items()})
    _record(made, comparison, short)
    return made


def _promise(made: Release, short: list[Shortfall], answers: Mapping[str, str]) -> None:
    """What was said for each client becomes a task, due before their week begins."""
    today = clock.today(made.week.program.time_zone)
    ShortfallTask.objects.bulk_create(
        ShortfallTask(
            organization_id=made.organization_id,
            release=made,
            client=one.client,
            kind=one.kind,
            answer=answers[one.client.public_id].strip(),
            responsible_id=one.client.primary_therapist_id,
            due_on=max(today, made.week.monday - timedelta(days=1)),
        )
        for one in short
    )


def _record(made: Release, comparison: Comparison, short: list[Shortfall]) -> None:
    record(
        "week_released",
        subject=made,
        version=made.number,
        draft=made.draft.number,
        told_clients=len(comparison.clients),
        told_staff=len(comparison.staff),
        shortfalls=len(short),
    )
