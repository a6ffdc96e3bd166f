"""Which week is asked for, and which of its versions is shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404

from iop.centers.models import Program
from iop.core import clock
from iop.schedule.models import Draft, ProgramWeek, Release, SolveRun
from iop.schedule.queries import current_release

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeekShown:
    """`draft` is the newest one nobody released; `run` the solve under way or, if it broke, the last one."""

    program: Program
    monday: date
    draft: Draft | None
    release: Release | None
    run: SolveRun | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def is_over(self) -> bool:
        return self.sunday < clock.today(self.program.time_zone)


def monday_from(text: str) -> date:
    """The Monday in an address; anything else is not found."""
    day = clock.day_named(text)
    if day is None or day.weekday():
        raise Http404
    return day


def program_shown() -> Program:
    """The center's program. A center with several chooses by address later; the first by name is shown."""
    program = Program.objects.order_by("name").first()
    if program is None:
        raise Http404
    return program


def week_shown(monday: date) -> WeekShown:
    program = program_shown()
    week = ProgramWeek.objects.filter(program=program, monday=monday).first()
    if week is None:
        return WeekShown(program, monday, None, None, None)
    draft = Draft.objects.filter(week=week).select_related("week__program").order_by("-number").first()
    release = current_release(program, monday)
    shown = draft if draft and (release is None or draft.number > release.draft.number) else None
    return WeekShown(program, monday, shown, release, _last_run(week))


def _last_run(week: ProgramWeek) -> SolveRun | None:
    run = SolveRun.objects.filter(week=week).defer("problem").order_by("-pk").first()
    return run if run and run.state in {"queued", "running", "broken"} else None


def first_shown(*, drafts: bool) -> date:
    """Next week as soon as it has a draft to look at, for those who may see drafts; otherwise this week."""
    program = program_shown()
    this = clock.monday_of(clock.today(program.time_zone))
    return this + WEEK if drafts and week_shown(this + WEEK).draft else this
