"""What a solve promises: a week always, the same from the same, proven where it ends, stopped when told."""

import random
import threading
import time
from typing import Any

import pytest

from iop.core.timetable.check import check
from iop.core.timetable.problem import Problem
from iop.core.timetable.reading import problem_from
from iop.core.timetable.result import Found, Impossible, OutOfTime, Solved
from iop.core.timetable.solve import solve
from tests.scheduling.instances import codes, instance, judged
from tests.scheduling.tiny import as_week_json, client, group, one, problem, problem_json, service, staff, talk

Json = dict[str, Any]


def found(facts: Problem, seconds: float = 5) -> Found:
    answer = solve(facts, seconds=seconds)
    assert isinstance(answer, Found)
    assert check(facts, answer.week).breaches == ()
    return answer


def vector(answer: Found) -> tuple[int, ...]:
    return tuple(tier.value for tier in answer.tiers)


def test_a_small_question_is_solved_to_the_end() -> None:
    answer = found(problem())
    assert isinstance(answer, Solved)
    assert vector(answer)[:2] == (0, 0)
    assert all(tier.bound == tier.value for tier in answer.tiers)


def test_nobody_to_place_is_solved() -> None:
    assert isinstance(found(problem(clients=[], groups=[])), Solved)


def test_equal_seeds_give_equal_vectors_whatever_the_order_of_the_lists() -> None:
    facts = problem_json(previous=as_week_json(talk("p1", 540, "cd"), one("p2", 660, "c")))
    shuffled = shuffle(facts, random.Random(3))
    assert shuffled != facts
    assert problem_from(shuffled) == problem_from(facts)
    assert vector(found(problem_from(facts))) == vector(found(problem_from(shuffled)))


def shuffle(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {key: shuffle(item, chance) for key, item in value.items()}
    if isinstance(value, list) and not (len(value) == 2 and all(isinstance(v, int) for v in value)):
        return chance.sample([shuffle(item, chance) for item in value], len(value))
    return value


def test_a_stop_gives_the_best_week_so_far() -> None:
    facts = instance("small-1-opening")
    stop = threading.Event()
    threading.Timer(3, stop.set).start()
    began = time.monotonic()
    answer = solve(problem_from(facts), seconds=60, stop=stop)
    assert time.monotonic() - began < 20
    assert isinstance(answer, OutOfTime)
    assert codes(judged(facts, answer.week)) == set()
    assert answer.week.sessions


def test_progress_tells_value_and_bound() -> None:
    events: list[dict[str, Any]] = []
    solve(problem(), seconds=5, on_progress=lambda event: events.append(dict(event)))
    assert {event["tier"] for event in events} >= {"unmet_minutes", "resources"}
    assert all(event.keys() == {"seconds", "tier", "value", "bound"} for event in events)
    assert all(event["bound"] <= event["value"] for event in events)


def test_almost_no_time_still_gives_a_week() -> None:
    facts = instance("small-2-week")
    answer = solve(problem_from(facts), seconds=0.2)
    assert isinstance(answer, OutOfTime)
    assert answer.week.sessions
    assert codes(judged(facts, answer.week)) == set()


def test_history_that_breaks_a_rule_is_impossible_to_repair() -> None:
    clash = as_week_json(talk("1", 540, "c"), one("2", 540, "d"))
    answer = solve(problem(mode="replan", now=600, published=clash), seconds=5)
    assert isinstance(answer, Impossible)
    assert {breach.code for breach in answer.breaches} == {"S6"}


def test_a_repair_keeps_what_still_holds() -> None:
    published = as_week_json(talk("1", 540, "cde"), one("2", 660, "c"), one("3", 1980, "d"))
    facts = problem(mode="replan", now=600, published=published, absences=[{"staff": "T", "start": 1900, "end": 2400}])
    kept = {session.id: session for session in found(facts).week.sessions}
    assert kept["1"].clients == ("c", "d", "e")
    assert kept["2"].start == 660
    assert "3" not in kept


def half_counted() -> list[Json]:
    return [
        service("talk", "group", credentials=["lpc"], room_features=["group"], counted_minutes=45),
        service("one", "individual", room_features=["private"], primary=True),
        service("sup", "supervision", credentials=["trainee"]),
    ]


def test_counted_minutes_count_toward_the_plan_and_block_minutes_toward_the_visit() -> None:
    only_talk = {"needs": [{"service": "talk", "sessions": 0, "max": 2}], "minutes": 90, "min_days": 0}
    one_client = [client("c", plan=only_talk)]
    assert vector(found(problem(clients=one_client)))[0] == 0
    assert vector(found(problem(clients=one_client, services=half_counted())))[0] == 0
    once = [client("c", plan=only_talk | {"minutes": 60, "needs": [{"service": "talk", "sessions": 0, "max": 1}]})]
    assert vector(found(problem(clients=once)))[0] == 0
    assert vector(found(problem(clients=once, services=half_counted())))[0] == 15
    capped = [client("c", plan=only_talk | {"max_minutes": 59})]
    assert vector(found(problem(clients=capped)))[0] == 90
    assert vector(found(problem(clients=capped, services=half_counted())))[0] == 45
    short_visit = [client("c", plan=only_talk | {"max_visit": 59})]
    assert vector(found(problem(clients=short_visit, services=half_counted())))[0] == 90


def test_a_held_room_takes_no_session() -> None:
    closed = [{"room": "A1", "start": 540, "end": 720}, {"room": "A1", "start": 1980, "end": 2100}]
    answer = found(problem(room_closures=closed))
    assert not any(session.group for session in answer.week.sessions)


def test_sections_at_one_time_are_counted_and_then_named() -> None:
    two_rooms = problem_json(
        groups=[group("g", max_sections=2, min_size=2, max_size=2, starts=[540])],
        clients=[client(name, plan={"needs": [{"service": "talk", "sessions": 1, "max": 1}]}) for name in "cdef"],
        staff=[staff("T"), staff("S")],
        no_contact=[{"clients": ["c", "d"], "scope": "session"}],
    )
    two_rooms["rooms"].append({"id": "A9", "site": "A", "capacity": 4, "features": ["group"]})
    answer = found(problem_from(two_rooms))
    sections = [set(s.clients) for s in answer.week.sessions if s.group]
    assert sorted(map(len, sections)) == [2, 2]
    assert not any({"c", "d"} <= members for members in sections)


@pytest.mark.parametrize("name", ["tiny-1-opening", "tiny-2-week"])
@pytest.mark.solver
def test_bounds_and_vectors_repeat_where_the_search_finishes(name: str) -> None:
    facts = problem_from(instance(name))
    first, second = (solve(facts, seconds=8, seed=1) for _ in range(2))
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    for one_tier, same_tier in zip(first.tiers, second.tiers, strict=True):
        if not (one_tier.proven and same_tier.proven):
            break
        assert one_tier == same_tier
