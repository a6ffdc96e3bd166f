"""A client is available for the whole of a session."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Option, Seat, Visit
from iop.core.timetable.problem import Problem
from iop.core.timetable.times import inside
from iop.core.timetable.week import Week

NAME = "client available"
CODE = "C2"


def allows(problem: Problem, option: Option) -> bool:
    if isinstance(option, Seat | Visit):
        return is_free(problem, option.client, option.service, option.start, option.end)
    return True


def is_free(problem: Problem, client_id: str, service: str, start: int, end: int) -> bool:
    """Free all the time, and within the service's own times where the plan narrows them."""
    client = problem.clients[client_id]
    need = client.plan.need(service)
    narrowed = need is None or need.available is None or inside(start, end, need.available)
    return narrowed and inside(start, end, client.available)


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{client} is not available", client)
        for session in week.sessions
        for client in session.clients
        if not is_free(problem, client, session.service, session.start, problem.end(session))
    ]
