"""A quick full week by simple choices: each group at the start that serves most, then visits, then empty chairs.

Where a search begins when there is no last week to begin from. It looks ahead nowhere and never breaks a rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from iop.core.timetable.decode import named
from iop.core.timetable.diary import Diary
from iop.core.timetable.options import Hold, Lead, Options, RoomClass, Seat, Visit, hold_of
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.week import Session, Week

Some = TypeVar("Some", Lead, Seat, Visit)

Place = tuple[str | None, int]
"""A room (None by telehealth) and the clients it seats."""


def filled(problem: Problem, options: Options, week: Week) -> Week:
    """The week with more sessions in it."""
    return named(problem, _Filling(problem, options, week).run())


class _Filling:
    def __init__(self, problem: Problem, options: Options, week: Week) -> None:
        self.problem = problem
        self.diary = Diary(problem, week)
        self.sessions = list(week.sessions)
        self.rooms: dict[Hold, list[RoomClass]] = defaultdict(list)
        for use in sorted(options.uses, key=lambda u: u.rooms):
            self.rooms[use.hold].append(use.rooms)
        self.leads: dict[tuple[str, int], list[Lead]] = defaultdict(list)
        for lead in _from_now(problem, options.leads):
            self.leads[lead.group, lead.start].append(lead)
        self.seats: dict[tuple[str, int], list[Seat]] = defaultdict(list)
        for seat in _from_now(problem, options.seats):
            self.seats[seat.group, seat.start].append(seat)
        self.visits = sorted(_from_now(problem, options.visits))

    def run(self) -> list[Session]:
        for group in self._scarce_groups_first():
            running = sum(s.group == group for s in self.sessions)
            for _ in range(self.problem.groups[group].max_sections - running):
                self._open_section(group)
        self._visits()
        return [self._with_empty_chairs_taken(session) for session in self.sessions]

    def _scarce_groups_first(self) -> list[str]:
        reach: dict[str, set[str]] = defaultdict(set)
        for (group, _), seats in self.seats.items():
            reach[group].update(seat.client for seat in seats)
        return sorted(reach, key=lambda group: (len(reach[group]), group))

    def _open_section(self, group_id: str) -> None:
        """One more section at the start where it serves most; none when too few would gain."""
        group, best = self.problem.groups[group_id], (0, 0)
        chosen: tuple[Lead, Place, list[Seat]] | None = None
        for start in group.starts:
            lead = next((o for o in self.leads.get((group_id, start), []) if self.diary.staff_can(o)), None)
            place = self._place(lead, group.max_size) if lead else None
            if lead is None or place is None:
                continue
            seats = self._best_seats(group_id, start, place[1])
            worth = (sum(self.diary.gain(seat) for seat in seats), -start)
            if len(seats) >= max(1, group.min_size) and worth > best:
                best, chosen = worth, (lead, place, seats)
        if chosen is not None:
            lead, (room, _), seats = chosen
            members = tuple(sorted(seat.client for seat in seats))
            self._book(Session("", lead.service, group_id, lead.start, lead.location, lead.staff, None, room, members))

    def _best_seats(self, group: str, start: int, size: int) -> list[Seat]:
        wanted = [s for s in self.seats.get((group, start), []) if self.diary.gain(s) and self.diary.client_can(s)]
        chosen: list[Seat] = []
        for seat in sorted(wanted, key=lambda s: (-self.diary.gain(s), s.client)):
            if len(chosen) < size and not self.diary.apart(seat.client) & {s.client for s in chosen}:
                chosen.append(seat)
        return chosen

    def _with_empty_chairs_taken(self, session: Session) -> Session:
        if session.group is None or session.start < self.problem.frozen_before:
            return session
        group, taken = self.problem.groups[session.group], len(session.clients)
        room = group.max_size if session.room is None else self.problem.rooms[session.room].capacity - 1
        seats = self._best_seats(group.id, session.start, min(room, group.max_size) - taken)
        added = [s.client for s in seats if not self.diary.apart(s.client) & set(session.clients)]
        for client in added:
            self.diary.join(session, client)
        return replace(session, clients=tuple(sorted((*session.clients, *added))))

    def _place(self, option: Lead | Visit, most: int) -> Place | None:
        """The free room that seats most, none larger than needed."""
        if option.location == TELEHEALTH:
            return None, most
        hold = hold_of(self.problem, option)
        free = [
            (min(rooms.capacity - 1, most), -rooms.capacity, room)
            for rooms in self.rooms[hold]
            for room in rooms.rooms
            if self.diary.room_free(room, hold.start, hold.end)
        ]
        if not free:
            return None
        size, _, room = max(free)
        return room, size

    def _visits(self) -> None:
        by_need = groupby(self.visits, key=lambda v: (v.client, v.service))
        wishes = [(key, list(visits)) for key, visits in by_need]
        for (client, service), visits in sorted(wishes, key=lambda item: self._rank(*item[0])):
            need = self.problem.clients[client].plan.need(service)
            for _ in range(need.sessions if need else 0):
                self._one_visit(visits)

    def _rank(self, client: str, service: str) -> tuple[int, str, str]:
        return (-self.problem.clients[client].priority, client, service)

    def _one_visit(self, visits: Iterable[Visit]) -> None:
        possible = [v for v in visits if self.diary.gain(v) and self.diary.client_can(v) and self.diary.staff_can(v)]
        for visit in sorted(possible, key=lambda v: (-self.diary.gain(v), v)):
            place = self._place(visit, 1)
            if place is not None:
                self._book(
                    Session(
                        "",
                        visit.service,
                        None,
                        visit.start,
                        visit.location,
                        visit.staff,
                        None,
                        place[0],
                        (visit.client,),
                    )
                )
                return

    def _book(self, session: Session) -> None:
        self.sessions.append(session)
        self.diary.book(session)


def _from_now(problem: Problem, options: Iterable[Some]) -> Iterator[Some]:
    return (o for o in options if o.start >= problem.frozen_before)
