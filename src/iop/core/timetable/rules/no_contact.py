"""Clients who must not meet are never in one session."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Expr, WeekModel
from iop.core.timetable.options import Seat
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "no contact"
CODE = "N1"


def build(model: WeekModel) -> None:
    """Both may attend one start of a group only where two sections can keep them apart."""
    for pair in model.problem.no_contact:
        first, second = ({o: v for o, v in model.care.get(c, []) if isinstance(o, Seat)} for c in pair.clients)
        for option, var in first.items():
            other = second.get(option._replace(client=pair.clients[1]))
            if other is not None:
                model.cp.add(var + other <= _rooms_apart(model, option))


def _rooms_apart(model: WeekModel, seat: Seat) -> Expr | int:
    if model.problem.groups[seat.group].max_sections == 1:
        return 1
    return model.sections(seat.group, seat.start)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches: list[Breach] = []
    for pair in problem.no_contact:
        first, second = ({s.id for s in week.of_client(client)} for client in pair.clients)
        text = f"{pair.clients[0]} and {pair.clients[1]} in one session"
        breaches.extend(Breach(CODE, session, text, pair.clients[1]) for session in sorted(first & second))
    return breaches
