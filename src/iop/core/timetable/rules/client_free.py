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
        return inside(option.start, option.end, problem.clients[option.client].available)
    return True


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{client} is not available", client)
        for session in week.sessions
        for client in session.clients
        if not inside(session.start, problem.end(session), problem.clients[client].available)
    ]
