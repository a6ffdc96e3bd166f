"""Clients who must not meet on the premises are never on one site at overlapping times (first start to last end)."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import PREMISES, TELEHEALTH, Problem
from iop.core.timetable.times import Window, day_of, overlap
from iop.core.timetable.week import Week

NAME = "apart on the premises"
CODE = "N2"

Stays = dict[tuple[str, int], Window]


def build(model: WeekModel) -> None:
    for pair in model.problem.no_contact:
        if pair.scope == PREMISES:
            for site in model.problem.sites:
                _keep_apart(model, pair.clients, site)


def _keep_apart(model: WeekModel, clients: tuple[str, str], site: str) -> None:
    for day in model.care_by_day(clients[0]):
        first, second = (model.stay(client, day, site) for client in clients)
        for slot in sorted(first.keys() & second.keys()):
            model.cp.add_at_most_one([first[slot], second[slot]])


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for pair in problem.no_contact:
        a, b = pair.clients
        if pair.scope != PREMISES or _in_one_session(week, a, b):
            continue
        first, second = stays(problem, week, a), stays(problem, week, b)
        for place, day in sorted(first.keys() & second.keys()):
            if overlap(*first[place, day], *second[place, day]):
                where = [s for s in week.of_client(b) if s.location == place and day_of(s.start) == day]
                breaches.append(Breach(CODE, where[0].id, f"{a} and {b} at {place} at one time", b))
    return breaches


def stays(problem: Problem, week: Week, client: str) -> Stays:
    """First start to last end of each day on a site."""
    found: Stays = {}
    for session in week.of_client(client):
        if session.location != TELEHEALTH:
            key = (session.location, day_of(session.start))
            low, high = found.get(key, (session.start, problem.end(session)))
            found[key] = (min(low, session.start), max(high, problem.end(session)))
    return found


def _in_one_session(week: Week, a: str, b: str) -> bool:
    return bool({s.id for s in week.of_client(a)} & {s.id for s in week.of_client(b)})
