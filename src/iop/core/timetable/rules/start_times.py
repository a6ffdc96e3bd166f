"""Sessions start on the grid, end the same day, within opening hours, at a start and place of their group."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Lead, Meeting, Option, Seat
from iop.core.timetable.problem import GROUP, TELEHEALTH, Problem
from iop.core.timetable.times import inside, within_one_day
from iop.core.timetable.week import Session, Week

NAME = "start times"
CODE = "S2"


def allows(problem: Problem, option: Option) -> bool:
    if option.start % problem.grid or not within_one_day(option.start, option.end):
        return False
    if isinstance(option, Meeting):
        return True
    if isinstance(option, Lead | Seat):
        group = problem.groups[option.group]
        if option.start not in group.starts or option.location != group.location:
            return False
    return _open(problem, option.location, option.start, option.end)


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [Breach(CODE, s.id, text) for s in week.sessions for text in _wrong(problem, s)]


def _wrong(problem: Problem, session: Session) -> list[str]:
    found = []
    end = problem.end(session)
    if session.start % problem.grid or not within_one_day(session.start, end):
        found.append(f"start {session.start} is off the grid or the session crosses midnight")
    if not _open(problem, session.location, session.start, end):
        found.append(f"outside the opening hours of {session.location}")
    if problem.kind(session) == GROUP and session.group is not None:
        group = problem.groups[session.group]
        if session.start not in group.starts:
            found.append(f"{session.start} is not a start of {group.id}")
        if session.location != group.location:
            found.append(f"{group.id} does not meet at {session.location}")
    return found


def _open(problem: Problem, location: str, start: int, end: int) -> bool:
    return location == TELEHEALTH or inside(start, end, problem.sites[location].open)
