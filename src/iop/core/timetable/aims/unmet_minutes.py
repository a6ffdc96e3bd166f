"""Prescribed minutes that clients do not get, weighted by priority. Counted minutes, not block minutes."""

from collections.abc import Iterable

from iop.core.timetable.model import Expr, WeekModel, weighted
from iop.core.timetable.problem import Client, Problem
from iop.core.timetable.week import Session, Week

NAME = "unmet minutes"


def weigh(model: WeekModel) -> Expr:
    return weighted((c.priority, unmet_var(model, c)) for c in model.problem.clients.values())


def score(problem: Problem, week: Week) -> int:
    return sum(c.priority * unmet(problem, c, week.of_client(c.id)) for c in problem.clients.values())


def unmet_var(model: WeekModel, client: Client) -> Expr:
    services = model.problem.services
    given = weighted((services[o.service].counted_minutes, var) for o, var in model.care.get(client.id, []))
    return model.excess(client.plan.minutes - given, client.plan.minutes)


def unmet(problem: Problem, client: Client, sessions: Iterable[Session]) -> int:
    """Prescribed minutes of one client that these sessions leave open."""
    given = sum(problem.services[s.service].counted_minutes for s in sessions)
    return max(0, client.plan.minutes - given)
