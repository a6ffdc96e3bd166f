"""A client is in one session at a time."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.clash import overlapping
from iop.core.timetable.week import Week

NAME = "client clash"
CODE = "C3"


def build(model: WeekModel) -> None:
    for care in model.care.values():
        model.never_two_at_once((option.start, option.end, var) for option, var in care)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{client} is in another session then", client)
        for client, sessions in week.by_client.items()
        for session in overlapping(problem, sessions)
    ]
