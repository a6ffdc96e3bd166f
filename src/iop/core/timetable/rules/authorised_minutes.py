"""Counted minutes of a client's week stay within what is authorised."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel, weighted
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "authorised minutes"
CODE = "C7"


def build(model: WeekModel) -> None:
    services = model.problem.services
    for client, care in model.care.items():
        minutes = weighted((services[option.service].counted_minutes, var) for option, var in care)
        model.cp.add(minutes <= model.problem.clients[client].plan.max_minutes)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        most, minutes = problem.clients[client].plan.max_minutes, 0
        for session in sessions:
            minutes += problem.services[session.service].counted_minutes
            if minutes > most:
                breaches.append(Breach(CODE, session.id, f"{client}: {minutes} of {most} minutes", client))
    return breaches
