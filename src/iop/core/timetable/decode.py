"""From the solver's choices to sessions: names for interchangeable sections and rooms, and who sits where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from iop.core.timetable.options import Hold, Lead, Meeting, Option, RoomClass, RoomUse, Seat, Visit, hold_of
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.sections import Section, seated
from iop.core.timetable.times import day_of, inside
from iop.core.timetable.week import Session, Week


@dataclass(frozen=True)
class Choices:
    """The options taken, and how many rooms of each class each hold takes. Lists are sorted."""

    options: tuple[Option, ...]
    uses: Mapping[RoomUse, int]


def week_of(problem: Problem, choices: Choices) -> Week:
    """The week that was chosen; what already happened stands as published."""
    chosen = [o for o in choices.options if o.start >= problem.frozen_before]
    rooms = _Rooms(choices.uses)
    sessions = [
        *_meetings(o for o in chosen if isinstance(o, Meeting)),
        *_held(problem, chosen, rooms),
    ]
    return named(problem, _supervision_on_site(problem, [*problem.past, *sessions]))


class _Rooms:
    """Hands out rooms in time order: of each class the first that is free."""

    def __init__(self, uses: Mapping[RoomUse, int]) -> None:
        self.classes: dict[Hold, list[RoomClass]] = defaultdict(list)
        for use, times in sorted(uses.items(), key=lambda item: -item[0].rooms.capacity):
            self.classes[use.hold].extend([use.rooms] * times)
        self.free_from: dict[str, int] = {}

    def take(self, hold: Hold) -> tuple[str, int]:
        """A room and its capacity, largest first."""
        rooms = self.classes[hold].pop(0)
        room = next(r for r in rooms.rooms if self.free_from.get(r, 0) <= hold.start)
        self.free_from[room] = hold.end
        return room, rooms.capacity


def _meetings(meetings: Iterable[Meeting]) -> Iterator[Session]:
    for m in meetings:
        yield Session("", m.service, None, m.start, TELEHEALTH, m.staff, m.co_staff, None, ())


def _held(problem: Problem, chosen: list[Option], rooms: _Rooms) -> Iterator[Session]:
    """Groups and visits in time order, so that a room freed is a room found."""
    sections: dict[tuple[int, str], list[Lead]] = defaultdict(list)
    clients: dict[tuple[int, str], list[str]] = defaultdict(list)
    for option in chosen:
        if isinstance(option, Lead):
            sections[option.start, option.group].append(option)
        elif isinstance(option, Seat):
            clients[option.start, option.group].append(option.client)
    visits = [o for o in chosen if isinstance(o, Visit)]
    for start in sorted({*(key[0] for key in sections), *(v.start for v in visits)}):
        for key in sorted(k for k in sections if k[0] == start):
            yield from _sections(problem, sections[key], clients[key], rooms)
        for visit in (v for v in visits if v.start == start):
            yield _visit(problem, visit, rooms)


def _sections(problem: Problem, leads: list[Lead], clients: list[str], rooms: _Rooms) -> Iterator[Session]:
    group = problem.groups[leads[0].group]
    places: list[tuple[str | None, int]] = [
        (None, group.max_size + 1) if lead.location == TELEHEALTH else rooms.take(hold_of(problem, lead))
        for lead in leads
    ]
    sizes = [min(group.max_size, capacity - 1) for _, capacity in places]
    filled = seated(
        problem, group, [Section(lead.staff, size) for lead, size in zip(leads, sizes, strict=True)], clients
    )
    for lead, (room, _), members in zip(leads, places, filled, strict=True):
        yield Session("", lead.service, lead.group, lead.start, lead.location, lead.staff, None, room, members)


def _visit(problem: Problem, visit: Visit, rooms: _Rooms) -> Session:
    room = None if visit.location == TELEHEALTH else rooms.take(hold_of(problem, visit))[0]
    return Session("", visit.service, None, visit.start, visit.location, visit.staff, None, room, (visit.client,))


def _supervision_on_site(problem: Problem, sessions: list[Session]) -> Iterator[Session]:
    """A meeting is by telehealth unless both are on one site that day anyway, while it is open."""
    at: dict[tuple[str, int], str] = {}
    for s in sessions:
        if s.location != TELEHEALTH:
            at.update({(who, day_of(s.start)): s.location for who in (s.staff, s.co_staff) if who})
    for s in sessions:
        site = at.get((s.staff, day_of(s.start)))
        together = s.co_staff is not None and site is not None and site == at.get((s.co_staff, day_of(s.start)))
        if s.start < problem.frozen_before or not together or site is None:
            yield s
        else:
            open_then = inside(s.start, problem.end(s), problem.sites[site].open)
            yield replace(s, location=site) if open_then else s


def named(problem: Problem, sessions: Iterable[Session]) -> Week:
    """Ids by time; a session of the published week keeps its id, also with another room or other group members."""
    kept = {_identity(s): s.id for s in problem.published.sessions}
    taken = set(kept.values())
    fresh = (f"s{number:04d}" for number in count(1) if f"s{number:04d}" not in taken)
    ordered = sorted(sessions, key=lambda s: s.order)
    return Week.of(replace(s, id=kept.pop(_identity(s), "") or next(fresh)) for s in ordered)


def _identity(session: Session) -> tuple[object, ...]:
    who = session.clients if session.group is None else ()
    return (session.service, session.group, session.start, session.location, session.staff, who)
