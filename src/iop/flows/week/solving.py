"""Ask for a week, have it solved, stop it. The same path runs in the worker, in tests and in the demo."""

import time
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from iop.accounts.models import User
from iop.audit.record import record
from iop.centers.models import Program
from iop.core import clock
from iop.flows.week import runs
from iop.flows.week.child import solve_in_child
from iop.flows.week.runs import RunKey
from iop.schedule.models import Draft, ProgramWeek, SolveRun

DEFAULT_SECONDS: Final = 20
"""A demo week is to be there in at most 20 s (issue 2, numbers); most tiers are proven well before."""
WRITE_EVERY_SECONDS: Final = 0.5
SOLVE_WEEK: Final = "solve_week"
"""The job's name. Its lock lets one solve run at a time: each may take a gigabyte."""
LOST_AFTER: Final = timedelta(minutes=5)
"""How long beyond its limit a run without a job may take before it counts as lost."""


class WeekIsOver(ValueError):
    """Nothing of that week can be planned any more."""


def ask_for_week(program: Program, monday: date, *, by: User | None, seconds: int = DEFAULT_SECONDS) -> SolveRun:
    """The week is being solved from now on. A second press while it runs returns the run that is under way."""
    run, new = run_for(program, monday, by=by, seconds=seconds)
    if new:
        job = app.configure_task(SOLVE_WEEK, queue="solve", lock="solve")
        run.job_id = job.defer(organization_id=run.organization_id, run_id=run.pk)
        run.save(update_fields=["job_id"])
    return run


@transaction.atomic
def run_for(program: Program, monday: date, *, by: User | None, seconds: int) -> tuple[SolveRun, bool]:
    """The open run of a week, or a new one; nothing solves it yet. Raises WeekIsOver."""
    if monday + timedelta(days=6) < clock.today(program.time_zone):
        raise WeekIsOver(monday)
    week = week_row(program, monday)
    ProgramWeek.objects.select_for_update().get(pk=week.pk)
    under_way = SolveRun.objects.filter(week=week, state__in=["queued", "running"]).first()
    if under_way and not end_if_lost(under_way):
        return under_way, False
    run = SolveRun.objects.create(
        organization_id=program.organization_id, week=week, asked_by=by, asked_at=clock.now(), seconds=seconds
    )
    record("week_asked_for", subject=run, monday=monday.isoformat(), seconds=seconds)
    return run, True


def end_if_lost(run: SolveRun) -> bool:
    """Close a run that nobody will end, so that the week can be asked for again. Says whether it was one."""
    lost = run.is_open and _is_lost(run)
    if lost:
        runs.fail(RunKey(run.organization_id, run.pk), _("The solve was lost and did not come back."))
    return lost


def _is_lost(run: SolveRun) -> bool:
    """Nobody works on it and nobody will: its job was given up, or it was being solved without one and never ended."""
    if run.job_id is not None:
        return not ProcrastinateJob.objects.filter(pk=run.job_id, status__in=["todo", "doing"]).exists()
    return clock.now() > run.asked_at + timedelta(seconds=run.seconds) + LOST_AFTER


def week_row(program: Program, monday: date) -> ProgramWeek:
    week, _created = ProgramWeek.objects.get_or_create(
        organization_id=program.organization_id, program=program, monday=monday
    )
    return week


@transaction.atomic
def ask_to_stop(run: SolveRun, *, by: User) -> None:
    """The best week found so far will be kept. Once the run has ended this changes nothing."""
    run = SolveRun.objects.select_for_update().get(pk=run.pk)
    if run.is_open and run.stop_asked_at is None:
        run.stop_asked_at = clock.now()
        run.save(update_fields=["stop_asked_at"])
        record("week_stop_asked", subject=run)


def solve_now(run: SolveRun) -> Draft | None:
    """Solve a run here and now; the worker does the same. None when it broke, and the run says why in words."""
    return work_on(RunKey(run.organization_id, run.pk))


def work_on(key: RunKey) -> Draft | None:
    """Write the problem, solve it in a child with no transaction open, judge, store. Safe to run twice."""
    begun = runs.patiently(lambda: runs.begin(key))
    if begun is None:
        return None
    try:
        answer = solve_in_child(
            begun.problem,
            seconds=begun.seconds,
            on_progress=_Watcher(key),
            should_stop=lambda: runs.stop_was_asked(key),
        )
    except OSError as error:
        runs.fail(key, _("The engine could not be started: %(words)s") % {"words": error.strerror or str(error)})
        return None
    return runs.patiently(lambda: runs.end(key, answer))


class _Watcher:
    """Writes the engine's progress, but not more often than anybody could read it."""

    def __init__(self, key: RunKey) -> None:
        self.key, self.next_write = key, 0.0

    def __call__(self, line: dict[str, object]) -> None:
        if time.monotonic() >= self.next_write:
            self.next_write = time.monotonic() + WRITE_EVERY_SECONDS
            runs.heard(self.key, line)
