"""Who and what is booked while a week is being filled."""

from collections import Counter, defaultdict

from iop.core.timetable.options import Care, Lead, Seat, Visit
from iop.core.timetable.problem import TELEHEALTH, Client, Problem
from iop.core.timetable.times import day_of, overlap
from iop.core.timetable.week import Session, Week

SERVICE_MAXIMUM = "service_maximum"
BUSY = "busy"
AUTHORISED = "authorised"
LONGEST_VISIT = "longest_visit"
OTHER_PLACE = "other_place"
MOST_DAYS = "most_days"
IN_GROUP = "in_group"

NEEDED_SESSION = 45
"""What a prescribed session is worth beyond its minutes, in minutes: fillers come last."""
NEW_DAY = 20
"""What it costs to come on one more day than planned, in minutes."""


class Diary:
    """Answers whether one more session would break a rule, and keeps what was booked."""

    def __init__(self, problem: Problem, week: Week) -> None:
        self.problem = problem
        self.busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.minutes: Counter[str] = Counter()
        self.day_minutes: Counter[tuple[str, int]] = Counter()
        self.counted: Counter[str] = Counter()
        self.services: Counter[tuple[str, str]] = Counter()
        self.groups: set[tuple[str, str]] = set()
        self.places: dict[str, dict[int, str]] = defaultdict(dict)
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair in problem.no_contact:
            self._apart[pair.clients[0]].add(pair.clients[1])
            self._apart[pair.clients[1]].add(pair.clients[0])
        for session in week.sessions:
            self.book(session)

    def book(self, session: Session) -> None:
        people = [session.staff, *([session.co_staff] if session.co_staff else [])]
        for who in [*people, *([session.room] if session.room else [])]:
            self._block(who, session)
        if session.location != TELEHEALTH:
            for who in people:
                self.places[who].setdefault(day_of(session.start), session.location)
        for client in session.clients:
            self.join(session, client)

    def join(self, session: Session, client: str) -> None:
        self._block(client, session)
        self.places[client].setdefault(day_of(session.start), session.location)
        self.counted[client] += self.problem.services[session.service].counted_minutes
        self.services[client, session.service] += 1
        if session.group is not None:
            self.groups.add((client, session.group))

    def _block(self, who: str, session: Session) -> None:
        self.busy[who].append((session.start, self.problem.end(session)))
        self.minutes[who] += self.problem.minutes(session)
        self.day_minutes[who, day_of(session.start)] += self.problem.minutes(session)

    def _free(self, who: str, start: int, end: int) -> bool:
        return not any(overlap(start, end, low, high) for low, high in self.busy[who])

    def room_free(self, room: str, start: int, end: int) -> bool:
        return self._free(room, start, end)

    def apart(self, client: str) -> set[str]:
        return self._apart[client]

    def staff_can(self, option: Lead | Visit) -> bool:
        staff, day, minutes = self.problem.staff[option.staff], day_of(option.start), option.end - option.start
        return (
            self._free(staff.id, option.start, option.end)
            and self.minutes[staff.id] + minutes <= staff.max_week
            and self.day_minutes[staff.id, day] + minutes <= staff.max_day
            and (option.location == TELEHEALTH or self.places[staff.id].get(day, option.location) == option.location)
        )

    def client_can(self, option: Care) -> bool:
        """Nothing in the client's own week is in the way, and nobody they must not meet comes that day."""
        day = day_of(option.start)
        return not self.own_limits(option) and not any(day in self.places[c] for c in self._apart[option.client])

    def own_limits(self, option: Care) -> frozenset[str]:
        """What in the client's own week is in the way of the option."""
        plan, day = self.problem.clients[option.client].plan, day_of(option.start)
        service, need = self.problem.services[option.service], plan.need(option.service)
        days = self.places[option.client]
        in_the_way = {
            SERVICE_MAXIMUM: need is None or self.services[option.client, option.service] >= need.max,
            BUSY: not self._free(option.client, option.start, option.end),
            AUTHORISED: self.counted[option.client] + service.counted_minutes > plan.max_minutes,
            LONGEST_VISIT: self.day_minutes[option.client, day] + service.minutes > plan.max_visit,
            OTHER_PLACE: days.get(day, option.location) != option.location,
            MOST_DAYS: day not in days and len(days) >= plan.max_days,
            IN_GROUP: isinstance(option, Seat) and (option.client, option.group) in self.groups,
        }
        return frozenset(code for code, true in in_the_way.items() if true)

    def gain(self, option: Care) -> int:
        """How much the option would help the client; 0 when everything prescribed is there."""
        client, service = self.problem.clients[option.client], self.problem.services[option.service]
        need = client.plan.need(option.service)
        missing = max(0, client.plan.minutes - self.counted[client.id])
        needed = need is not None and self.services[client.id, option.service] < need.sessions
        useful = missing if needed else max(0, missing - self._still_prescribed(client))
        worth = min(service.counted_minutes, useful) + NEEDED_SESSION * needed
        days = self.places[client.id]
        extra = day_of(option.start) not in days and len(days) >= client.plan.min_days
        return max(0, client.priority * (worth - NEW_DAY * extra))

    def _still_prescribed(self, client: Client) -> int:
        """Minutes that prescribed sessions not yet booked will take; a filler must leave them room."""
        return sum(
            self.problem.services[need.service].counted_minutes
            * max(0, need.sessions - self.services[client.id, need.service])
            for need in client.plan.needs
        )
