"""A file that cannot be read as a week says where and why."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from iop.core.timetable.fields import ProblemError
from iop.core.timetable.reading import problem_from, read_problem
from iop.core.timetable.solution import read_solution
from tests.scheduling.instances import NAMES, path_of
from tests.scheduling.tiny import as_week_json, one, problem_json, talk

Json = dict[str, Any]


@pytest.mark.parametrize("name", NAMES)
def test_the_published_format_is_read(name: str) -> None:
    assert read_problem(path_of(name).read_text(encoding="utf-8")).name == name


def put(*path: str | int, value: object) -> Callable[[Json], None]:
    def change(facts: Any) -> None:
        for key in path[:-1]:
            facts = facts[key]
        facts[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Json], None]:
    def change(facts: Any) -> None:
        for key in path[:-1]:
            facts = facts[key]
        del facts[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("clients", 2, "plan", "minutes", value="x"), 'clients[2].plan.minutes: must be a whole number, is "x"'),
        (put("clients", 0, "plan", "minutes", value=True), "clients[0].plan.minutes: must be a whole number, is true"),
        (put("clients", 0, "plan", "max_days", value=-1), "clients[0].plan.max_days: must be at least 0, is -1"),
        (drop("clients", 1, "available"), "clients[1]: available is missing"),
        (put("clients", 1, "site", value="Z"), "clients[1].site: unknown site 'Z'"),
        (put("clients", 1, "id", value="c"), "clients[1]: id 'c' is used twice"),
        (put("clients", 0, "available", value=[[600, 540]]), "clients[0].available[0]: must be a window"),
        (put("groups", 0, "starts", value=[545]), "groups[0].starts[0]: must be a multiple of 30 minutes (the grid)"),
        (put("groups", 0, "starts", value=[20010]), "groups[0].starts: 20010 is after the week"),
        (put("groups", 0, "service", value="one"), "groups[0].service: 'one' is not a group service"),
        (put("services", 0, "minutes", value=50), "services[0].minutes: must be a multiple of 30"),
        (put("staff", 1, "supervisor", value="Q"), "staff[1].supervisor: unknown staff member 'Q'"),
        (put("staff", 1, "supervisor", value="U"), "staff[1].supervisor: nobody supervises themselves"),
        (put("no_contact", value=[{"clients": ["c", "c"], "scope": "session"}]), "must be two different clients"),
        (put("absences", value=[{"staff": "T", "start": 5, "end": 5}]), "absences[0]: start must be before end"),
        (put("room_closures", value=[{"room": "A9", "start": 0, "end": 9}]), "room_closures[0].room: unknown room"),
        (put("format", value="iop-week/2"), "format: must be one of iop-week/1, iop-week/1+"),
        (put("mode", value="replan"), "published: must be an object, is null"),
        (put("sites", value={}), "sites: must be a list, is {}"),
    ],
)
def test_the_message_names_the_place(change: Callable[[Json], None], message: str) -> None:
    facts = problem_json()
    change(facts)
    with pytest.raises(ProblemError) as caught:
        problem_from(facts)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[1,", '"x"', "[]", "null", "[" * 100_000])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(ProblemError):
        read_problem(text)


def test_a_published_session_must_be_of_known_things() -> None:
    facts = problem_json(mode="replan", now=0, published=as_week_json(talk("1", 540, "c"), one("2", 660, "d")))
    problem_from(facts)
    facts["published"]["sessions"][1]["clients"] = ["stranger"]
    with pytest.raises(ProblemError, match="unknown client 'stranger'"):
        problem_from(facts)


def test_a_solution_is_read_back() -> None:
    assert len(read_solution(json.dumps({"format": "iop-week-solution/1", "sessions": []})).sessions) == 0
    with pytest.raises(ProblemError, match=r"sessions\[0\].start"):
        read_solution(
            json.dumps(
                {
                    "format": "iop-week-solution/1",
                    "sessions": [{"id": "1", "service": "s", "start": "x", "location": "A", "staff": "T"}],
                }
            )
        )
