"""A client gets no more sessions of a service than the plan allows."""

from collections import Counter, defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel, total
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "service maximum"
CODE = "C8"


def build(model: WeekModel) -> None:
    for client, care in model.care.items():
        by_service: dict[str, list[Var]] = defaultdict(list)
        for option, var in care:
            by_service[option.service].append(var)
        for service, found in by_service.items():
            need = model.problem.clients[client].plan.need(service)
            if need is not None:
                model.cp.add(total(found) <= need.max)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for client, sessions in week.by_client.items():
        count: Counter[str] = Counter()
        for session in sessions:
            count[session.service] += 1
            need = problem.clients[client].plan.need(session.service)
            if need is not None and count[session.service] > need.max:
                text = f"{client}: {session.service} at most {need.max} times"
                breaches.append(Breach(CODE, session.id, text, client))
    return breaches
