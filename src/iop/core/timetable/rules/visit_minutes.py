"""Block minutes of care on one day stay within the longest visit of the plan."""

from collections import Counter

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel, weighted
from iop.core.timetable.problem import Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

NAME = "visit minutes"
CODE = "C6"


def build(model: WeekModel) -> None:
    for client in model.care:
        for care in model.care_by_day(client).values():
            minutes = weighted((option.end - option.start, var) for option, var in care)
            model.cp.add(minutes <= model.problem.clients[client].plan.max_visit)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        minutes: Counter[int] = Counter()
        for session in sessions:
            minutes[day_of(session.start)] += problem.minutes(session)
            if minutes[day_of(session.start)] > problem.clients[client].plan.max_visit:
                text = f"{client}: {minutes[day_of(session.start)]} minutes that day"
                breaches.append(Breach(CODE, session.id, text, client))
    return breaches
