"""What a repaired week takes away, against the published one: growth of each client's unmet minutes and needs."""

from iop.core.timetable.aims import supervision, unmet_minutes, unmet_needs
from iop.core.timetable.model import Expr, WeekModel, weighted
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "losses"


def weigh_minutes(model: WeekModel) -> Expr:
    problem = model.problem
    parts = []
    for client in problem.clients.values():
        before = unmet_minutes.unmet(problem, client, problem.published.of_client(client.id))
        growth = model.excess(unmet_minutes.unmet_var(model, client) - before, client.plan.minutes)
        parts.append((client.priority, growth))
    return weighted(parts)


def score_minutes(problem: Problem, week: Week) -> int:
    return sum(
        client.priority
        * max(
            0,
            unmet_minutes.unmet(problem, client, week.of_client(client.id))
            - unmet_minutes.unmet(problem, client, problem.published.of_client(client.id)),
        )
        for client in problem.clients.values()
    )


def weigh_needs(model: WeekModel) -> Expr:
    problem = model.problem
    most = max((unmet_needs.unmet(problem, c, ()) for c in problem.clients.values()), default=0)
    parts: list[tuple[int, Expr]] = []
    for client in problem.clients.values():
        before = unmet_needs.unmet(problem, client, problem.published.of_client(client.id))
        parts.append((client.priority, model.excess(unmet_needs.unmet_var(model, client) - before, most)))
    missing = supervision.score(problem, problem.published)
    parts.append((1, model.excess(supervision.weigh(model) - missing, len(problem.staff))))
    return weighted(parts)


def score_needs(problem: Problem, week: Week) -> int:
    points = max(0, supervision.score(problem, week) - supervision.score(problem, problem.published))
    for client in problem.clients.values():
        before = unmet_needs.unmet(problem, client, problem.published.of_client(client.id))
        after = unmet_needs.unmet(problem, client, week.of_client(client.id))
        points += client.priority * max(0, after - before)
    return points
