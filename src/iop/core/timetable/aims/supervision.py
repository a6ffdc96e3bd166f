"""Trainees without a supervision meeting."""

from iop.core.timetable.model import Expr, Var, WeekModel, total
from iop.core.timetable.options import Meeting
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "missing supervision"


def weigh(model: WeekModel) -> Expr:
    missing = []
    for trainee in trainees(model.problem):
        meetings: list[Var] = [
            var
            for option, var in model.work.get(trainee, [])
            if isinstance(option, Meeting) and option.staff == trainee
        ]
        missing.append(model.excess(1 - total(meetings), 1))
    return total(missing)


def score(problem: Problem, week: Week) -> int:
    have = {s.staff for s in week.sessions if s.co_staff is not None}
    return sum(trainee not in have for trainee in trainees(problem))


def trainees(problem: Problem) -> list[str]:
    return [staff.id for staff in problem.staff.values() if staff.supervisor is not None]
