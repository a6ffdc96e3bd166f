"""Staff are available and not absent for the whole of a session they lead or join."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Meeting, Option, Seat
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "staff on duty"
CODE = "S5"


def allows(problem: Problem, option: Option) -> bool:
    if isinstance(option, Seat):
        return True
    people = [option.staff, option.co_staff] if isinstance(option, Meeting) else [option.staff]
    return all(problem.staff_free(person, option.start, option.end) for person in people)


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{staff} is not available")
        for staff, sessions in week.by_staff.items()
        for session in sessions
        if not problem.staff_free(staff, session.start, problem.end(session))
    ]
