"""A client comes on no more days than the plan says."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel, total
from iop.core.timetable.problem import Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

NAME = "attended days"
CODE = "C5"


def build(model: WeekModel) -> None:
    for client in model.care:
        most, days = model.problem.clients[client].plan.max_days, model.care_by_day(client)
        if len(days) > most:
            model.cp.add(total(model.attended(client, day) for day in days) <= most)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        days = sorted({day_of(session.start) for session in sessions})
        for session in sessions:
            if day_of(session.start) in days[problem.clients[client].plan.max_days :]:
                breaches.append(Breach(CODE, session.id, f"{client}: {len(days)} days", client))
    return breaches
