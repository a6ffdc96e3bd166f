"""A person with a supervisor gives care only while that supervisor is on duty."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Meeting, Option, Seat
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "supervised care"
CODE = "S9"


def allows(problem: Problem, option: Option) -> bool:
    if isinstance(option, Seat | Meeting):
        return True
    return _supervised(problem, option.staff, option.start, option.end)


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def _supervised(problem: Problem, staff: str, start: int, end: int) -> bool:
    supervisor = problem.staff[staff].supervisor
    return supervisor is None or problem.staff_free(supervisor, start, end)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"the supervisor of {session.staff} is not on duty")
        for session in week.sessions
        if session.co_staff is None and not _supervised(problem, session.staff, session.start, problem.end(session))
    ]
