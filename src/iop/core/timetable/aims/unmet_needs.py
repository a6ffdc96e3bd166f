"""Prescribed sessions (by service, by affinity) and days that clients do not get, weighted by priority."""

from collections import Counter
from collections.abc import Iterable

from iop.core.timetable.model import Expr, WeekModel, total
from iop.core.timetable.options import Seat
from iop.core.timetable.problem import Client, Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Session, Week

NAME = "unmet needs"


def weigh(model: WeekModel) -> Expr:
    return total(c.priority * unmet_var(model, c) for c in model.problem.clients.values())


def score(problem: Problem, week: Week) -> int:
    return sum(c.priority * unmet(problem, c, week.of_client(c.id)) for c in problem.clients.values())


def unmet_var(model: WeekModel, client: Client) -> Expr:
    care, groups = model.care.get(client.id, []), model.problem.groups
    parts: list[Expr] = []
    for need in client.plan.needs:
        given = total(var for o, var in care if o.service == need.service)
        parts.append(model.excess(need.sessions - given, need.sessions))
    for wish in client.plan.affinity_needs:
        given = total(var for o, var in care if isinstance(o, Seat) and groups[o.group].affinity == wish.affinity)
        parts.append(model.excess(wish.sessions - given, wish.sessions))
    days = total(model.attended(client.id, day) for day in model.care_by_day(client.id))
    parts.append(model.excess(client.plan.min_days - days, client.plan.min_days))
    return total(parts)


def unmet(problem: Problem, client: Client, sessions: Iterable[Session]) -> int:
    """Missing sessions and days of one client."""
    mine = list(sessions)
    services = Counter(s.service for s in mine)
    affinities = Counter(problem.groups[s.group].affinity for s in mine if s.group is not None)
    missing = sum(max(0, need.sessions - services[need.service]) for need in client.plan.needs)
    missing += sum(max(0, wish.sessions - affinities[wish.affinity]) for wish in client.plan.affinity_needs)
    return missing + max(0, client.plan.min_days - len({day_of(s.start) for s in mine}))
