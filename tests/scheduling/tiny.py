"""A problem small enough to try every week of it, and sessions to build those weeks from."""

import copy
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from iop.core.timetable.problem import Problem
from iop.core.timetable.reading import problem_from
from iop.core.timetable.solution import session_json
from iop.core.timetable.week import Session, Week

Json = dict[str, Any]

MORNINGS = [[540, 780], [1980, 2220]]


def room(name: str, site: str, capacity: int, *features: str) -> Json:
    return {"id": name, "site": site, "capacity": capacity, "features": list(features)}


def staff(name: str, **changes: Any) -> Json:
    return {
        "id": name,
        "sites": ["A"],
        "credentials": ["lpc"],
        "languages": ["en"],
        "gender": "f",
        "available": [[480, 900], [1920, 2340]],
        "contract": 600,
        "target": 600,
        "max_week": 600,
        "max_day": 600,
        "telehealth": True,
        "supervisor": None,
    } | changes


def group(name: str, **changes: Any) -> Json:
    return {
        "id": name,
        "service": "talk",
        "site": "A",
        "mode": "onsite",
        "age_band": "adult",
        "language": "en",
        "affinity": None,
        "leader_gender": None,
        "min_size": 1,
        "max_size": 3,
        "max_sections": 1,
        "starts": [540, 600, 660, 1980],
        "members": None,
    } | changes


def client(name: str, plan: Json | None = None, **changes: Any) -> Json:
    return {
        "id": name,
        "age_band": "adult",
        "languages": ["en"],
        "affinities": [],
        "site": "A",
        "modes": ["onsite", "telehealth"],
        "available": MORNINGS,
        "priority": 1,
        "primary": "T",
        "cover": ["U"],
        "staff_gender": None,
        "plan": {
            "minutes": 180,
            "max_minutes": 600,
            "min_days": 2,
            "max_days": 5,
            "min_visit": 120,
            "max_visit": 600,
            "needs": [
                {"service": "talk", "sessions": 2, "max": 9},
                {"service": "one", "sessions": 1, "max": 9},
            ],
            "affinity_needs": [],
        }
        | (plan or {}),
    } | changes


def problem_json(**changes: Any) -> Json:
    """Two sites, three rooms, a therapist T with a trainee U, two groups, three clients."""
    return copy.deepcopy(
        {
            "format": "iop-week/1",
            "name": "tiny",
            "mode": "plan",
            "week_start": "2026-03-09",
            "time_zone": "America/New_York",
            "grid": 30,
            "now": 0,
            "sites": [{"id": "A", "open": MORNINGS}, {"id": "B", "open": MORNINGS}],
            "rooms": [
                room("A1", "A", 4, "group", "private"),
                room("A2", "A", 2, "private"),
                room("B1", "B", 9, "group"),
            ],
            "services": [
                service("talk", "group", credentials=["lpc"], room_features=["group"]),
                service("one", "individual", room_features=["private"], primary=True),
                service("sup", "supervision", credentials=["trainee"]),
            ],
            "staff": [staff("T", sites=["A", "B"]), staff("U", credentials=["trainee"], supervisor="T", gender="m")],
            "groups": [group("g"), group("h")],
            "clients": [client("c"), client("d"), client("e")],
            "no_contact": [],
            "absences": [],
            "previous": None,
            "published": None,
        }
        | changes
    )


def service(name: str, kind: str, **changes: Any) -> Json:
    return {
        "id": name,
        "kind": kind,
        "minutes": 60,
        "credentials": [],
        "room_features": [],
        "telehealth": True,
        "primary": False,
    } | changes


def problem(**changes: Any) -> Problem:
    return problem_from(problem_json(**changes))


def talk(name: str, start: int, clients: str, **changes: Any) -> Session:
    """A session of group g (or another) at A in room A1 led by T."""
    facts = {"group": "g", "location": "A", "staff": "T", "room": "A1"} | changes
    return Session(id=name, service="talk", start=start, co_staff=None, clients=tuple(clients), **facts)


def one(name: str, start: int, who: str, **changes: Any) -> Session:
    """An individual session at A in room A2 with T."""
    facts = {"location": "A", "staff": "T", "room": "A2"} | changes
    return Session(id=name, service="one", group=None, start=start, co_staff=None, clients=(who,), **facts)


def sup(name: str, start: int, trainee: str = "U", supervisor: str = "T") -> Session:
    return Session(name, "sup", None, start, "telehealth", trainee, supervisor, None, ())


def every_week(pool: Iterable[Session]) -> Iterator[Week]:
    sessions = list(pool)
    for size in range(len(sessions) + 1):
        for some in combinations(sessions, size):
            yield Week.of(some)


def as_week_json(*sessions: Session) -> Json:
    return {"sessions": [session_json(session) for session in sessions]}
