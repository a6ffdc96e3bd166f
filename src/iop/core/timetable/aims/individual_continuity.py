"""Individual sessions, paired with last week's in time order: 2 for another person (not where a primary gives it),
1 for another start; and 3 for each session of a primary service given by a cover."""

from collections import defaultdict
from collections.abc import Mapping

from iop.core.timetable.model import Expr, Var, WeekModel, total
from iop.core.timetable.options import Visit
from iop.core.timetable.problem import Client, Problem
from iop.core.timetable.week import Session, Week

NAME = "individual continuity"
GIVEN_BY_COVER, NEW_PERSON, NEW_START = 3, 2, 1


def weigh(model: WeekModel) -> Expr:
    parts: list[Expr] = []
    for client in model.problem.clients.values():
        visits = [(o, var) for o, var in model.care.get(client.id, []) if isinstance(o, Visit)]
        covered = [var for o, var in visits if model.problem.services[o.service].primary and o.staff != client.primary]
        parts.append(GIVEN_BY_COVER * total(covered))
        for service, before in last_week(model.problem, client).items():
            parts.append(_changed(model, service, before, [(o, v) for o, v in visits if o.service == service]))
    return total(parts)


def _changed(model: WeekModel, service: str, before: tuple[Session, ...], visits: list[tuple[Visit, Var]]) -> Expr:
    """Exact where one session is paired; with several, visits at any old start may count as unchanged."""
    starts, people = {s.start for s in before}, {s.staff for s in before}
    primary = model.problem.services[service].primary
    pairs = _pairs(model, len(before), [var for _, var in visits])
    same_start = total(var for o, var in visits if o.start in starts)
    same_person = total(var for o, var in visits if o.staff in people)
    moved = model.excess(pairs - same_start, len(before))
    return NEW_START * moved + (0 if primary else NEW_PERSON * model.excess(pairs - same_person, len(before)))


def _pairs(model: WeekModel, most: int, visits: list[Var]) -> Expr:
    pairs = model.cp.new_int_var(0, most, "")
    model.cp.add_min_equality(pairs, [total(visits), most])
    return pairs


def score(problem: Problem, week: Week) -> int:
    return sum(_client_score(problem, client, week) for client in problem.clients.values())


def _client_score(problem: Problem, client: Client, week: Week) -> int:
    mine = [s for s in week.of_client(client.id) if s.group is None]
    points = sum(GIVEN_BY_COVER for s in mine if problem.services[s.service].primary and s.staff != client.primary)
    for service, before in last_week(problem, client).items():
        now = [s for s in mine if s.service == service]
        for old, new in zip(before, now, strict=False):
            points += NEW_START * (old.start != new.start)
            points += NEW_PERSON * (old.staff != new.staff and not problem.services[service].primary)
    return points


def last_week(problem: Problem, client: Client) -> Mapping[str, tuple[Session, ...]]:
    """Last week's individual sessions by service, those still in the plan."""
    found: dict[str, list[Session]] = defaultdict(list)
    for session in problem.previous.of_client(client.id):
        if session.group is None and client.plan.need(session.service) is not None:
            found[session.service].append(session)
    return {service: tuple(sessions) for service, sessions in found.items()}
