"""A client attends a group at most once a week."""

from collections import defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel
from iop.core.timetable.options import Seat
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "a group once a week"
CODE = "C9"


def build(model: WeekModel) -> None:
    for care in model.care.values():
        by_group: dict[str, list[Var]] = defaultdict(list)
        for option, var in care:
            if isinstance(option, Seat):
                by_group[option.group].append(var)
        for found in by_group.values():
            model.cp.add_at_most_one(found)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        attended: set[str] = set()
        for session in sessions:
            if session.group is not None:
                if session.group in attended:
                    breaches.append(Breach(CODE, session.id, f"{client} attends {session.group} twice", client))
                attended.add(session.group)
    return breaches
