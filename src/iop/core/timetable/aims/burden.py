"""What the week costs clients: minutes idle between sessions, days on site beyond the plan, visits too short."""

from collections import defaultdict

from iop.core.timetable.model import CareVar, Expr, WeekModel, total, weighted
from iop.core.timetable.problem import TELEHEALTH, Client, Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Session, Week

NAME = "client burden"
EXTRA_TRIP, SHORT_VISIT = 120, 60


def weigh(model: WeekModel) -> Expr:
    return total(_client(model, client) for client in model.problem.clients.values() if client.id in model.care)


def _client(model: WeekModel, client: Client) -> Expr:
    parts: list[Expr] = []
    trips: list[Expr] = []
    for day, care in model.care_by_day(client.id).items():
        minutes = weighted((o.end - o.start, var) for o, var in care)
        stay = model.problem.grid * total(model.stay(client.id, day).values())
        parts.append(stay - minutes)
        parts.append(SHORT_VISIT * _short(model, client, day, minutes))
        trips.extend(model.attended(client.id, day, site) for site in model.problem.sites if _used(care, site))
    parts.append(EXTRA_TRIP * model.excess(total(trips) - client.plan.min_days, len(trips)))
    return total(parts)


def _used(care: list[CareVar], site: str) -> bool:
    return any(c.option.location == site for c in care)


def _short(model: WeekModel, client: Client, day: int, minutes: Expr) -> Expr:
    """True at least when the client comes and gets less care than the shortest visit."""
    short = model.cp.new_bool_var("")
    least = client.plan.min_visit
    model.cp.add(least * short >= least * model.attended(client.id, day) - minutes)
    return short


def score(problem: Problem, week: Week) -> int:
    return sum(_client_score(problem, client, week) for client in problem.clients.values())


def _client_score(problem: Problem, client: Client, week: Week) -> int:
    days: dict[int, list[Session]] = defaultdict(list)
    for session in week.of_client(client.id):
        days[day_of(session.start)].append(session)
    trips = sum(day[0].location != TELEHEALTH for day in days.values())
    points = EXTRA_TRIP * max(0, trips - client.plan.min_days)
    for day in days.values():
        care = sum(problem.minutes(s) for s in day)
        points += max(0, max(problem.end(s) for s in day) - day[0].start - care)
        points += SHORT_VISIT * (care < client.plan.min_visit)
    return points
