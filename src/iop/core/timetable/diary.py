"""Who and what is booked while a week is being filled."""

from collections import Counter, defaultdict

from iop.core.timetable.options import Lead, Seat, Visit
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.times import day_of, overlap
from iop.core.timetable.week import Session, Week

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

    def client_can(self, option: Seat | Visit) -> bool:
        plan, day = self.problem.clients[option.client].plan, day_of(option.start)
        service, need = self.problem.services[option.service], plan.need(option.service)
        days = self.places[option.client]
        return (
            need is not None
            and self.services[option.client, option.service] < need.max
            and self._free(option.client, option.start, option.end)
            and self.counted[option.client] + service.counted_minutes <= plan.max_minutes
            and self.day_minutes[option.client, day] + service.minutes <= plan.max_visit
            and days.get(day, option.location) == option.location
            and (day in days or len(days) < plan.max_days)
            and not (isinstance(option, Seat) and (option.client, option.group) in self.groups)
            and not any(day in self.places[other] for other in self._apart[option.client])
        )

    def gain(self, option: Seat | Visit) -> int:
        """How much the option would help the client; 0 when everything prescribed is there."""
        client, service = self.problem.clients[option.client], self.problem.services[option.service]
        need = client.plan.need(option.service)
        missing = max(0, client.plan.minutes - self.counted[client.id])
        needed = need is not None and self.services[client.id, option.service] < need.sessions
        worth = min(service.counted_minutes, missing) + NEEDED_SESSION * needed
        days = self.places[client.id]
        extra = day_of(option.start) not in days and len(days) >= client.plan.min_days
        return max(0, client.priority * (worth - NEW_DAY * extra))
