"""Why a client does not get all that is prescribed: the fewest facts that together rule out every chance left.

Codes and facts only; `words.py` says them in a language."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from iop.core.timetable import diary as d
from iop.core.timetable.aims import supervision
from iop.core.timetable.options import Care, Hold, Options, RoomClass, Seat, Visit, hold_of
from iop.core.timetable.problem import GROUP, PREMISES, TELEHEALTH, Client, Problem
from iop.core.timetable.rules.qualified_staff import has_credential, suits_client, suits_group
from iop.core.timetable.times import day_of, starts_within
from iop.core.timetable.week import Session, Week

SERVICE, AFFINITY, MINUTES, DAYS, SUPERVISION = "service", "affinity", "minutes", "days", "supervision"

NO_GROUP = "no_group"
NOT_FREE = "not_free"
NO_STAFF = "no_staff"
NOT_ON_DUTY = "not_on_duty"
NO_ROOM = "no_room"
NO_CONTACT = "no_contact"
FULL = "full"
NOT_HELD = "not_held"
STAFF_BOOKED = "staff_booked"
ROOMS_TAKEN = "rooms_taken"
NOT_FOUND = "not_found"

PLAINEST_FIRST = (
    d.AUTHORISED,
    d.MOST_DAYS,
    d.SERVICE_MAXIMUM,
    NO_ROOM,
    FULL,
    NOT_HELD,
    NO_CONTACT,
    STAFF_BOOKED,
    ROOMS_TAKEN,
    d.LONGEST_VISIT,
    d.BUSY,
    d.OTHER_PLACE,
    d.IN_GROUP,
)
"""Among equally few facts, those named first are preferred."""


@dataclass(frozen=True)
class Reason:
    """`missing` of `about` (sessions of service or affinity `subject`, minutes, days) because of `codes` together.

    `client` is a staff id when `about` is supervision."""

    client: str
    about: str
    subject: str
    missing: int
    codes: tuple[str, ...]


def reasons_for(problem: Problem, options: Options, week: Week) -> tuple[Reason, ...]:
    """Reasons for every client who is not fully placed, and every trainee without supervision."""
    book = _Book(problem, options, week)
    found = [reason for client in problem.clients.values() for reason in _client_reasons(book, client)]
    have = {s.staff for s in week.sessions if s.co_staff is not None}
    may_meet = {m.staff for m in options.meetings}
    for trainee in supervision.trainees(problem):
        if trainee not in have:
            code = STAFF_BOOKED if trainee in may_meet else NOT_ON_DUTY
            found.append(Reason(trainee, SUPERVISION, "", 1, (code,)))
    return tuple(found)


class _Book:
    """The finished week, asked what stands in the way of one more session."""

    def __init__(self, problem: Problem, options: Options, week: Week) -> None:
        self.problem = problem
        self.week = week
        self.diary = d.Diary(problem, week)
        self.running: dict[tuple[str, int], list[Session]] = defaultdict(list)
        for session in week.sessions:
            if session.group is not None:
                self.running[session.group, session.start].append(session)
        self.rooms: dict[Hold, list[RoomClass]] = defaultdict(list)
        for use in options.uses:
            self.rooms[use.hold].append(use.rooms)
        self.care: dict[tuple[str, str], list[Care]] = defaultdict(list)
        for option in (*_future(problem, options.seats), *_future(problem, options.visits)):
            self.care[option.client, option.service].append(option)

    def in_the_way(self, option: Care) -> frozenset[str]:
        own = self.diary.own_limits(option)
        shared = self._seat_limits(option) if isinstance(option, Seat) else self._visit_limits(option)
        return own | shared | ({NO_CONTACT} if self._meets_no_contact(option) else set())

    def _seat_limits(self, seat: Seat) -> frozenset[str]:
        sections = self.running.get((seat.group, seat.start), [])
        if not sections:
            return frozenset({NOT_HELD})
        return frozenset() if any(self._has_chair(section) for section in sections) else frozenset({FULL})

    def _has_chair(self, section: Session) -> bool:
        room = self.problem.rooms[section.room].capacity - 1 if section.room else len(section.clients) + 1
        group = self.problem.groups[section.group or ""]
        return len(section.clients) < min(room, group.max_size)

    def _visit_limits(self, visit: Visit) -> frozenset[str]:
        found = set() if self.diary.staff_can(visit) else {STAFF_BOOKED}
        if visit.location != TELEHEALTH:
            rooms = [room for some in self.rooms[hold_of(self.problem, visit)] for room in some.rooms]
            if not rooms:
                found.add(NO_ROOM)
            elif not any(self.diary.room_free(room, visit.start, visit.end) for room in rooms):
                found.add(ROOMS_TAKEN)
        return frozenset(found)

    def _meets_no_contact(self, option: Care) -> bool:
        for pair in self.problem.no_contact:
            if option.client in pair.clients:
                other = pair.clients[pair.clients[0] == option.client]
                for session in self.week.of_client(other):
                    same_day = day_of(session.start) == day_of(option.start) and session.location == option.location
                    together = isinstance(option, Seat) and (option.group, option.start) == (
                        session.group,
                        session.start,
                    )
                    if together or (pair.scope == PREMISES and same_day):
                        return True
        return False


def _future(problem: Problem, options: Sequence[Care]) -> Iterator[Care]:
    return (o for o in options if o.start >= problem.frozen_before)


def _client_reasons(book: _Book, client: Client) -> Iterator[Reason]:
    """What is missing in sessions; minutes and days only where no missing session explains them."""
    mine = book.week.of_client(client.id)
    explained = False
    for need in client.plan.needs:
        missing = need.sessions - sum(s.service == need.service for s in mine)
        if missing > 0:
            explained = True
            codes = _fixed(book.problem, book, client, need.service) or _fewest(
                book, book.care[client.id, need.service]
            )
            yield Reason(client.id, SERVICE, need.service, missing, codes)
    yield from _affinity_reasons(book, client, mine)
    open_minutes = client.plan.minutes - book.diary.counted[client.id]
    services = [need.service for need in client.plan.needs]
    everything = [option for service in services for option in book.care[client.id, service]]
    if open_minutes > 0 and not explained:
        yield Reason(client.id, MINUTES, "", open_minutes, _fewest(book, everything) or (NOT_FREE,))
    days = {day_of(s.start) for s in mine}
    if len(days) < client.plan.min_days and not explained:
        other_days = [option for option in everything if day_of(option.start) not in days]
        yield Reason(client.id, DAYS, "", client.plan.min_days - len(days), _fewest(book, other_days) or (NOT_FREE,))


def _affinity_reasons(book: _Book, client: Client, mine: Iterable[Session]) -> Iterator[Reason]:
    groups = book.problem.groups
    for wish in client.plan.affinity_needs:
        given = sum(s.group is not None and groups[s.group].affinity == wish.affinity for s in mine)
        if given < wish.sessions:
            chances = [
                option
                for need in client.plan.needs
                for option in book.care[client.id, need.service]
                if isinstance(option, Seat) and groups[option.group].affinity == wish.affinity
            ]
            codes = _fewest(book, chances) or (NO_GROUP,)
            yield Reason(client.id, AFFINITY, wish.affinity, wish.sessions - given, codes)


def _fixed(problem: Problem, book: _Book, client: Client, service_id: str) -> tuple[str, ...]:
    """What rules the service out whatever the week looks like; empty when there are chances."""
    if book.care[client.id, service_id]:
        return ()
    service = problem.services[service_id]
    if service.kind == GROUP:
        groups = [g for g in problem.groups_by_service.get(service_id, ()) if problem.eligible(client, g)]
        if not groups:
            return (NO_GROUP,)
        free = set(starts_within(client.available, service.minutes, problem.grid))
        if not any(free & set(group.starts) for group in groups):
            return (NOT_FREE,)
        able = [
            s for s in problem.staff.values() if has_credential(service, s) and any(suits_group(g, s) for g in groups)
        ]
    else:
        if not any(starts_within(client.available, service.minutes, problem.grid)):
            return (NOT_FREE,)
        able = [
            s
            for s in problem.staff.values()
            if has_credential(service, s)
            and suits_client(problem, client.id, service, s)
            and client.staff_gender in (None, s.gender)
        ]
    return (NOT_ON_DUTY,) if able else (NO_STAFF,)


def _fewest(book: _Book, chances: Collection[Care]) -> tuple[str, ...]:
    """The smallest set of facts of which at least one stands in the way of every chance."""
    ways = {book.in_the_way(option) for option in chances}
    if frozenset() in ways:
        return (NOT_FOUND,)
    codes = [code for code in PLAINEST_FIRST if any(code in way for way in ways)]
    for size in range(1, len(codes) + 1):
        for some in combinations(codes, size):
            if all(way & set(some) for way in ways):
                return some
    return ()
