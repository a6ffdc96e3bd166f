"""What no week can beat: each client alone, with every group held at every start and a free chair in it.

A relaxation of the whole instance, so the sum over clients is a valid lower bound of a tier."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from ortools.sat.python import cp_model

from iop.core.timetable.contents import Tier
from iop.core.timetable.model import WeekModel, total
from iop.core.timetable.options import Care, Options, Seat, Visit
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules import (
    attended_days,
    authorised_minutes,
    client_clash,
    once_a_week,
    one_place_a_day,
    service_maximum,
    visit_minutes,
)

CARE_RULES = (
    client_clash,
    one_place_a_day,
    attended_days,
    visit_minutes,
    authorised_minutes,
    service_maximum,
    once_a_week,
)


def lone_bound(problem: Problem, options: Options, tier: Tier, go_on: Callable[[], bool]) -> int:
    """Sum of what each client must miss even alone; clients not reached while `go_on` holds count 0."""
    if not any(aim.care_alone for aim in tier.aims):
        return 0
    mine: dict[str, list[Care]] = defaultdict(list)
    care: list[Care] = [*options.seats, *options.visits]
    for option in care:
        mine[option.client].append(option)
    bound = 0
    for client in problem.clients:
        if go_on():
            bound += _alone(problem, client, mine[client], tier)
    return bound


def _alone(problem: Problem, client: str, care: list[Care], tier: Tier) -> int:
    own = replace(problem, clients={client: problem.clients[client]}, staff={}, no_contact=())
    seats = tuple(o for o in care if isinstance(o, Seat))
    visits = tuple(o for o in care if isinstance(o, Visit))
    model = WeekModel(own, Options((), seats, visits, (), ()))
    for rule in CARE_RULES:
        rule.build(model)
    model.cp.minimize(total(aim.weigh(model) for aim in tier.aims if aim.care_alone))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 1
    solver.solve(model.cp)
    return max(0, int(-(-solver.best_objective_bound // 1)))
