"""Every rule says the same to the solver and to whoever holds a finished week: tried on every week of a tiny problem."""

from collections.abc import Callable, Sequence
from itertools import chain

import pytest
from ortools.sat.python import cp_model

from iop.core.timetable.candidates import lawful_options, options_in
from iop.core.timetable.check import check
from iop.core.timetable.contents import HARD, Rule, Tier, tiers_of
from iop.core.timetable.encode import hold_to
from iop.core.timetable.model import Expr, WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Session, Week
from tests.scheduling.tiny import as_week_json, client, every_week, group, one, problem, staff, sup, talk

Case = tuple[Problem, Sequence[Session]]


def tele(name: str, start: int, who: str) -> Session:
    return one(name, start, who, location="telehealth", room=None)


def with_plan(**plan: object) -> Problem:
    return problem(clients=[client("c", plan=plan), client("d"), client("e")])


def needs(most: int) -> list[dict[str, object]]:
    return [{"service": "talk", "sessions": 0, "max": most}, {"service": "one", "sessions": 0, "max": most}]


CASES: dict[str, Callable[[], Case]] = {
    "S2": lambda: (
        problem(),
        [talk("1", 540, "c"), talk("2", 690, "c"), one("3", 480, "c"), one("4", 555, "d"), tele("5", 480, "e")],
    ),
    "S3": lambda: (
        problem(groups=[group("g"), group("h", max_sections=2)]),
        [
            talk("1", 540, "c"),
            talk("2", 660, "d"),
            talk("3", 600, "e", group="h"),
            talk("4", 1980, "e", group="h"),
            sup("5", 720),
            sup("6", 1980),
        ],
    ),
    "S4": lambda: (
        problem(
            groups=[group("g"), group("h", leader_gender="m"), group("k", language="es")],
            clients=[client("c"), client("d", primary="X"), client("e", languages=["es"])],
            staff=[staff("T"), staff("U", supervisor="T", sites=["B"], credentials=["trainee"], telehealth=False)],
        ),
        [
            talk("1", 540, "c"),
            talk("2", 600, "c", group="h"),
            talk("3", 660, "c", group="k"),
            talk("4", 540, "d", staff="U"),
            one("5", 600, "c"),
            one("6", 660, "d"),
            one("7", 720, "e"),
        ],
    ),
    "S5": lambda: (
        problem(absences=[{"staff": "T", "start": 1900, "end": 2400}]),
        [talk("1", 540, "c"), talk("2", 1980, "d"), one("3", 1980, "e", staff="U"), sup("4", 2100), sup("5", 600)],
    ),
    "S6": lambda: (
        problem(),
        [
            talk("1", 540, "c"),
            talk("2", 540, "d", group="h"),
            one("3", 570, "e"),
            one("4", 660, "e", staff="U"),
            sup("5", 660),
        ],
    ),
    "S7": lambda: (
        problem(),
        [talk("1", 540, "c"), one("2", 660, "d", location="B", room="B1"), tele("3", 720, "e"), talk("4", 1980, "e")],
    ),
    "S8": lambda: (
        problem(staff=[staff("T", max_day=120, max_week=180), staff("U", supervisor="T", credentials=["trainee"])]),
        [talk("1", 540, "c"), one("2", 600, "c"), sup("3", 660), talk("4", 1980, "d", group="h"), one("5", 2100, "e")],
    ),
    "S9": lambda: (
        problem(
            staff=[staff("T", available=[[540, 780]]), staff("U", supervisor="T", credentials=["trainee"])],
        ),
        [one("1", 540, "c", staff="U"), one("2", 750, "d", staff="U"), one("3", 1980, "e"), sup("4", 1980)],
    ),
    "R1": lambda: (
        problem(),
        [
            talk("1", 540, "c"),
            talk("2", 600, "d", room=None),
            one("3", 660, "e", room="B1"),
            one("4", 720, "e"),
            tele("5", 780, "c"),
        ],
    ),
    "R2": lambda: (problem(), [talk("1", 540, "c", room="A2"), talk("2", 600, "d"), one("3", 660, "e")]),
    "R3": lambda: (
        problem(),
        [talk("1", 540, "cd", room="A2"), talk("2", 600, "cde"), talk("3", 660, "d", room="A2"), one("4", 720, "e")],
    ),
    "R4": lambda: (
        problem(),
        [talk("1", 540, "c"), one("2", 570, "d", room="A1"), one("3", 540, "e"), one("4", 570, "c", staff="U")],
    ),
    "R5": lambda: (
        problem(room_closures=[{"room": "A1", "start": 560, "end": 610}]),
        [talk("1", 540, "c"), talk("2", 600, "d"), talk("3", 660, "e"), one("4", 540, "e")],
    ),
    "G1": lambda: (
        problem(groups=[group("g", min_size=2, max_size=2), group("h")]),
        [talk("1", 540, "c"), talk("2", 600, "cd"), talk("3", 660, "cde"), talk("4", 540, "c", group="h")],
    ),
    "C1": lambda: (
        problem(
            groups=[group("g"), group("h", members=["d"]), group("k", affinity="women")],
            clients=[client("c", staff_gender="f"), client("d", site="B"), client("e", age_band="adolescent")],
        ),
        [
            talk("1", 540, "c"),
            talk("2", 600, "d", group="h"),
            talk("3", 660, "c", group="k"),
            talk("4", 1980, "e"),
            one("5", 600, "c", staff="U"),
            one("6", 720, "d"),
            tele("7", 540, "d"),
        ],
    ),
    "C2": lambda: (
        problem(clients=[client("c", available=[[540, 600], [600, 660]]), client("d"), client("e")]),
        [talk("1", 540, "cd"), one("2", 570, "c"), one("3", 630, "c"), one("4", 630, "d")],
    ),
    "C3": lambda: (problem(), [talk("1", 540, "cd"), one("2", 570, "c"), one("3", 600, "d"), tele("4", 630, "d")]),
    "C4": lambda: (problem(), [talk("1", 540, "cd"), tele("2", 660, "c"), tele("3", 1980, "c"), one("4", 2100, "c")]),
    "C5": lambda: (
        with_plan(max_days=1),
        [talk("1", 540, "cd"), one("2", 660, "c"), one("3", 1980, "c"), one("4", 2100, "d", staff="U")],
    ),
    "C6": lambda: (
        with_plan(max_visit=120),
        [talk("1", 540, "cd"), one("2", 600, "c"), one("3", 660, "c"), one("4", 1980, "c")],
    ),
    "C7": lambda: (
        with_plan(max_minutes=120),
        [talk("1", 540, "cd"), one("2", 600, "c"), one("3", 1980, "c"), one("4", 660, "d")],
    ),
    "C8": lambda: (
        with_plan(needs=needs(1)),
        [talk("1", 540, "cd"), one("2", 600, "c"), talk("3", 1980, "cd"), one("4", 660, "c"), one("5", 720, "d")],
    ),
    "C9": lambda: (
        problem(groups=[group("g", max_sections=2), group("h")]),
        [talk("1", 540, "cd"), talk("2", 1980, "ce"), talk("3", 600, "c", group="h")],
    ),
    "N1": lambda: (
        problem(no_contact=[{"clients": ["d", "c"], "scope": "session"}]),
        [talk("1", 540, "cd"), talk("2", 600, "ce"), talk("3", 1980, "de"), one("4", 660, "c")],
    ),
    "N2": lambda: (
        problem(no_contact=[{"clients": ["d", "c"], "scope": "premises"}]),
        [one("1", 540, "c"), one("2", 660, "c"), one("3", 600, "d"), one("4", 720, "d"), tele("5", 540, "d")],
    ),
    "P1": lambda: (
        problem(mode="replan", now=600, published=as_week_json(talk("1", 540, "c"))),
        [talk("1", 540, "c"), one("2", 570, "d", staff="U"), talk("3", 660, "c", group="h")],
    ),
}


def possible(model: WeekModel, week: Week) -> bool:
    if not hold_to(model, week):
        return False
    return cp_model.CpSolver().solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


@pytest.mark.parametrize("rule", [r for r in HARD if r.code != "S1"], ids=lambda r: r.code)
def test_solver_and_check_agree_on_every_week(rule: Rule) -> None:
    facts, pool = CASES[rule.code]()
    verdicts = set()
    for week in every_week(pool):
        model = WeekModel(facts, options_in(facts, [*facts.past, *pool]))
        rule.build(model)
        holds = not rule.check(facts, week)
        assert possible(model, week) == holds, [s.id for s in week.sessions]
        verdicts.add(holds)
    assert verdicts == {True, False}


def test_every_rule_has_its_own_code_and_a_case() -> None:
    codes = [rule.code for rule in HARD]
    assert len(set(codes)) == len(codes)
    assert set(codes) == {"S1", *CASES}


LAST_WEEK = as_week_json(talk("p1", 540, "cd"), one("p2", 660, "c"), one("p3", 1980, "d", staff="U"))

PLAN = problem(previous=LAST_WEEK, groups=[group("g", starts=[540, 600]), group("h", affinity="women")])
REPAIR = problem(
    mode="replan", now=500, published=as_week_json(talk("p1", 540, "cd"), one("p2", 660, "c"), one("p3", 1980, "d"))
)
PLAN_POOL = [
    talk("1", 540, "cd"),
    talk("2", 600, "c"),
    one("3", 720, "c"),
    one("4", 660, "c", staff="U", room="A1"),
    one("5", 1980, "d", staff="U"),
    sup("6", 2100),
    tele("7", 2160, "e"),
]
REPAIR_POOL = [
    talk("1", 540, "cd"),
    one("2", 660, "c"),
    one("3", 660, "c", staff="U"),
    one("4", 1980, "d", staff="U"),
    one("5", 2100, "d"),
    talk("6", 660, "e", group="h"),
    sup("7", 2160),
]


@pytest.mark.parametrize(("facts", "pool"), [(PLAN, PLAN_POOL), (REPAIR, REPAIR_POOL)], ids=["plan", "replan"])
def test_all_rules_together_and_every_tier_agree(facts: Problem, pool: Sequence[Session]) -> None:
    seen: dict[str, set[int]] = {tier.name: set() for tier in tiers_of(facts)}
    options = lawful_options(facts)
    for week in every_week(pool):
        verdict = check(facts, week)
        model = WeekModel(facts, options)
        for rule in HARD:
            rule.build(model)
        weights = [(tier, tier.weigh(model)) for tier in tiers_of(facts)]
        assert hold_to(model, week) or not verdict.holds
        if verdict.holds:
            for tier, weight in weights:
                assert smallest(model, weight) == verdict.tiers[tier.name], (tier.name, [s.id for s in week.sessions])
                seen[tier.name].add(verdict.tiers[tier.name])
        else:
            assert not possible(model, week), [s.id for s in week.sessions]
    assert all(len(values) > 1 for values in chain(seen.values()))


def smallest(model: WeekModel, weight: Expr) -> int:
    model.cp.minimize(weight)
    solver = cp_model.CpSolver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


def test_tiers_are_those_of_the_definition() -> None:
    def names(tiers: Sequence[Tier]) -> list[str]:
        return [tier.name for tier in tiers]

    assert names(tiers_of(PLAN)) == ["unmet_minutes", "unmet_needs", "continuity_breaks", "client_burden", "resources"]
    assert names(tiers_of(REPAIR)) == [
        "lost_minutes",
        "lost_needs",
        "disturbed_clients",
        "changed_attendances",
        "handovers",
        "resources",
    ]
