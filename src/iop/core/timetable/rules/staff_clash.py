"""Nobody leads or joins two sessions at once."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.clash import overlapping
from iop.core.timetable.week import Week

NAME = "staff clash"
CODE = "S6"


def build(model: WeekModel) -> None:
    for work in model.work.values():
        model.never_two_at_once((option.start, option.end, var) for option, var in work)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{staff} is in another session then")
        for staff, sessions in week.by_staff.items()
        for session in overlapping(problem, sessions)
    ]
