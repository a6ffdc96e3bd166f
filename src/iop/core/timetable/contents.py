"""The scheduler's table of contents: the rules a week must keep, then the aims it is judged by, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from iop.core.timetable.aims import (
    burden,
    changes,
    group_continuity,
    individual_continuity,
    losses,
    resources,
    supervision,
    unmet_minutes,
    unmet_needs,
)
from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Expr, WeekModel, total
from iop.core.timetable.options import Option
from iop.core.timetable.problem import REPLAN, Problem
from iop.core.timetable.rules import (
    attended_days,
    authorised_minutes,
    client_clash,
    client_free,
    eligibility,
    group_size,
    known_ids,
    no_contact,
    once_a_week,
    one_place_a_day,
    one_site_a_day,
    premises_apart,
    published_past,
    qualified_staff,
    room_clash,
    room_closed,
    room_features,
    room_seats,
    section_count,
    service_maximum,
    session_room,
    staff_clash,
    staff_minutes,
    staff_on_duty,
    start_times,
    supervised_care,
    visit_minutes,
)
from iop.core.timetable.week import Week


@dataclass(frozen=True)
class Rule:
    """A hard rule: `build` tells the solver, `check` tells who holds a finished week."""

    name: str
    code: str
    build: Callable[[WeekModel], None]
    check: Callable[[Problem, Week], list[Breach]]

    @classmethod
    def of(cls, module: ModuleType) -> "Rule":
        return cls(module.NAME, module.CODE, module.build, module.check)


@dataclass(frozen=True)
class Aim:
    """Something to be small: `weigh` for the solver, `score` of a finished week."""

    weigh: Callable[[WeekModel], Expr]
    score: Callable[[Problem, Week], int]
    care_alone: bool = False
    """True when it is a sum over clients that depends on each one's own care only, whoever gives it."""


@dataclass(frozen=True)
class Tier:
    """Aims of one rank; a better earlier tier beats everything later."""

    name: str
    aims: tuple[Aim, ...]

    def score(self, problem: Problem, week: Week) -> int:
        return sum(aim.score(problem, week) for aim in self.aims)

    def weigh(self, model: WeekModel) -> Expr:
        return total(aim.weigh(model) for aim in self.aims)


HARD: tuple[Rule, ...] = tuple(
    Rule.of(module)
    for module in (
        known_ids,
        start_times,
        section_count,
        qualified_staff,
        staff_on_duty,
        staff_clash,
        one_site_a_day,
        staff_minutes,
        supervised_care,
        session_room,
        room_features,
        room_seats,
        room_clash,
        room_closed,
        group_size,
        eligibility,
        client_free,
        client_clash,
        one_place_a_day,
        attended_days,
        visit_minutes,
        authorised_minutes,
        service_maximum,
        once_a_week,
        no_contact,
        premises_apart,
        published_past,
    )
)

LAWS: tuple[Callable[[Problem, Option], bool], ...] = (
    eligibility.allows,
    client_free.allows,
    qualified_staff.allows,
    start_times.allows,
    staff_on_duty.allows,
    supervised_care.allows,
)
"""The rules that speak about one option alone: what they refuse is never offered to the solver."""

RESOURCES = Tier("resources", (Aim(resources.weigh, resources.score),))

PLAN_TIERS: tuple[Tier, ...] = (
    Tier("unmet_minutes", (Aim(unmet_minutes.weigh, unmet_minutes.score, care_alone=True),)),
    Tier(
        "unmet_needs",
        (Aim(unmet_needs.weigh, unmet_needs.score, care_alone=True), Aim(supervision.weigh, supervision.score)),
    ),
    Tier(
        "continuity_breaks",
        (
            Aim(group_continuity.weigh, group_continuity.score),
            Aim(individual_continuity.weigh, individual_continuity.score),
        ),
    ),
    Tier("client_burden", (Aim(burden.weigh, burden.score),)),
    RESOURCES,
)

REPLAN_TIERS: tuple[Tier, ...] = (
    Tier("lost_minutes", (Aim(losses.weigh_minutes, losses.score_minutes, care_alone=True),)),
    Tier("lost_needs", (Aim(losses.weigh_needs, losses.score_needs, care_alone=True),)),
    Tier("disturbed_clients", (Aim(changes.weigh_disturbed, changes.score_disturbed),)),
    Tier("changed_attendances", (Aim(changes.weigh_changed, changes.score_changed),)),
    Tier("handovers", (Aim(changes.weigh_handovers, changes.score_handovers),)),
    RESOURCES,
)


def tiers_of(problem: Problem) -> tuple[Tier, ...]:
    return REPLAN_TIERS if problem.mode == REPLAN else PLAN_TIERS
