"""Last week's groups go on: 3 for a group no longer attended, else 2 for a new leader and 1 for a new start."""

from collections.abc import Iterator

from iop.core.timetable.model import Expr, WeekModel, total
from iop.core.timetable.options import Seat
from iop.core.timetable.problem import Client, Group, Problem
from iop.core.timetable.week import Session, Week

NAME = "group continuity"
NOT_ATTENDED, NEW_LEADER, NEW_START = 3, 2, 1


def weigh(model: WeekModel) -> Expr:
    parts: list[Expr] = [
        _broken(model, client, group.id, session)
        for client in model.problem.clients.values()
        for group, session in last_week(model.problem, client)
    ]
    return total(parts)


def _broken(model: WeekModel, client: Client, group: str, session: Session) -> Expr:
    seats = [(o, var) for o, var in model.care.get(client.id, []) if isinstance(o, Seat) and o.group == group]
    if not seats:
        return total([NOT_ATTENDED])
    other_leader = model.cp.new_bool_var("")
    for seat, var in seats:
        same = [v for lead, v in model.leads.get((group, seat.start), []) if lead.staff == session.staff]
        model.cp.add_bool_or([*same, var.negated(), other_leader])
    moved = total(var for seat, var in seats if seat.start != session.start)
    return NOT_ATTENDED * (1 - total(var for _, var in seats)) + NEW_LEADER * other_leader + NEW_START * moved


def score(problem: Problem, week: Week) -> int:
    return sum(
        _break(group, session, week.of_client(client.id))
        for client in problem.clients.values()
        for group, session in last_week(problem, client)
    )


def _break(group: Group, before: Session, sessions: tuple[Session, ...]) -> int:
    now = next((s for s in reversed(sessions) if s.group == group.id), None)
    if now is None:
        return NOT_ATTENDED
    return NEW_LEADER * (now.staff != before.staff) + NEW_START * (now.start != before.start)


def last_week(problem: Problem, client: Client) -> Iterator[tuple[Group, Session]]:
    """Last week's groups the client may still attend."""
    for session in problem.previous.of_client(client.id):
        group = problem.groups.get(session.group or "")
        if group is not None and problem.eligible(client, group):
            yield group, session
