"""What the scheduler may decide: each option is a yes or no (a room use: how many)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from iop.core.timetable.problem import GROUP, SUPERVISION, TELEHEALTH, Problem
from iop.core.timetable.times import Window, joined
from iop.core.timetable.week import Session


class Lead(NamedTuple):
    """A section of the group starts then, led by this person. Sections at one start differ only by their leader."""

    service: str
    group: str
    start: int
    end: int
    location: str
    staff: str


class Seat(NamedTuple):
    """The client attends the group at this start (in whichever of its sections)."""

    client: str
    service: str
    group: str
    start: int
    end: int
    location: str


class Visit(NamedTuple):
    """An individual session of the client with this person."""

    client: str
    service: str
    start: int
    end: int
    location: str
    staff: str


class Meeting(NamedTuple):
    """A supervision meeting of a trainee with the supervisor; it needs no room."""

    service: str
    start: int
    end: int
    staff: str
    co_staff: str


class Hold(NamedTuple):
    """On-site care at one start that needs rooms: the sections of a group, or all visits that need these features."""

    site: str
    start: int
    end: int
    group: str | None
    features: tuple[str, ...]


@dataclass(frozen=True, order=True)
class RoomClass:
    """Rooms of a site that differ by name only: same seats, features and busy times."""

    site: str
    capacity: int
    features: tuple[str, ...]
    busy: tuple[Window, ...]
    rooms: tuple[str, ...]


class RoomUse(NamedTuple):
    """How many rooms of a class the hold takes."""

    hold: Hold
    rooms: RoomClass


Care = Seat | Visit
Work = Lead | Visit | Meeting
Option = Lead | Seat | Visit | Meeting


@dataclass(frozen=True)
class Options:
    leads: tuple[Lead, ...]
    seats: tuple[Seat, ...]
    visits: tuple[Visit, ...]
    meetings: tuple[Meeting, ...]
    uses: tuple[RoomUse, ...]
    settled: frozenset[Option] = frozenset()
    """Options that are to be taken whatever else happens."""


def room_classes(problem: Problem) -> tuple[RoomClass, ...]:
    """Rooms by what tells them apart; closures and history make a room busy."""
    busy: dict[str, list[Window]] = {room: list(problem.closures.get(room, ())) for room in problem.rooms}
    for session in problem.past:
        if session.room is not None:
            busy[session.room].append((session.start, problem.end(session)))
    alike: dict[tuple[str, int, tuple[str, ...], tuple[Window, ...]], list[str]] = {}
    for room in problem.rooms.values():
        key = (room.site, room.capacity, tuple(sorted(room.features)), joined(busy[room.id]))
        alike.setdefault(key, []).append(room.id)
    return tuple(RoomClass(*key, tuple(rooms)) for key, rooms in sorted(alike.items()))


def hold_of(problem: Problem, option: Lead | Visit) -> Hold:
    features = tuple(sorted(problem.services[option.service].room_features))
    group = option.group if isinstance(option, Lead) else None
    return Hold(option.location, option.start, option.end, group, features)


def main_option(problem: Problem, session: Session) -> Lead | Visit | Meeting:
    """The choice of time and person that a session stands for."""
    end, kind = problem.end(session), problem.kind(session)
    if kind == SUPERVISION:
        return Meeting(session.service, session.start, end, session.staff, session.co_staff or "")
    if kind == GROUP:
        return Lead(session.service, session.group or "", session.start, end, session.location, session.staff)
    return Visit(session.clients[0], session.service, session.start, end, session.location, session.staff)


def seats_in(problem: Problem, session: Session) -> list[Seat]:
    if problem.kind(session) != GROUP:
        return []
    end = problem.end(session)
    return [
        Seat(client, session.service, session.group or "", session.start, end, session.location)
        for client in session.clients
    ]


def use_of(problem: Problem, session: Session, classes: Iterable[RoomClass]) -> RoomUse | None:
    """The room the session takes, as a use of its class; history takes none, its rooms are busy anyway."""
    option = main_option(problem, session)
    if session.room is None or session.location == TELEHEALTH or isinstance(option, Meeting):
        return None
    if session.start < problem.frozen_before:
        return None
    return next(RoomUse(hold_of(problem, option), some) for some in classes if session.room in some.rooms)
