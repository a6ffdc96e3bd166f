"""Every option the rules allow, history included. What is not here is not offered to the solver."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from iop.core.timetable.contents import LAWS
from iop.core.timetable.options import (
    Hold,
    Lead,
    Meeting,
    Option,
    Options,
    RoomClass,
    RoomUse,
    Seat,
    Visit,
    hold_of,
    main_option,
    room_classes,
    seats_in,
    use_of,
)
from iop.core.timetable.problem import INDIVIDUAL, SUPERVISION, TELEHEALTH, Client, Problem, Service
from iop.core.timetable.times import starts_within, touches
from iop.core.timetable.week import Session

Some = TypeVar("Some", Lead, Seat, Visit, Meeting)


def lawful_options(problem: Problem) -> Options:
    """What may be decided from now on, and what already happened."""
    past = options_in(problem, problem.past)
    leads = (*past.leads, *_future(problem, _leads(problem)))
    visits = (*past.visits, *_future(problem, _visits(problem)))
    return Options(
        leads=leads,
        seats=(*past.seats, *_future(problem, _seats(problem, leads))),
        visits=visits,
        meetings=(*past.meetings, *_future(problem, _meetings(problem))),
        uses=tuple(_uses(problem, leads, visits)),
    )


def options_in(problem: Problem, sessions: Iterable[Session]) -> Options:
    """The options these sessions consist of, lawful or not."""
    found: dict[Option, None] = {}
    uses: dict[RoomUse, None] = {}
    classes = room_classes(problem)
    for session in sessions:
        found.update(dict.fromkeys((main_option(problem, session), *seats_in(problem, session))))
        use = use_of(problem, session, classes)
        if use is not None:
            uses[use] = None
    return Options(
        leads=tuple(o for o in found if isinstance(o, Lead)),
        seats=tuple(o for o in found if isinstance(o, Seat)),
        visits=tuple(o for o in found if isinstance(o, Visit)),
        meetings=tuple(o for o in found if isinstance(o, Meeting)),
        uses=tuple(uses),
    )


def lawful(problem: Problem, option: Option) -> bool:
    return all(law(problem, option) for law in LAWS)


def _future(problem: Problem, options: Iterable[Some]) -> Iterator[Some]:
    return (o for o in options if o.start >= problem.frozen_before and lawful(problem, o))


def _leads(problem: Problem) -> Iterator[Lead]:
    for group in problem.groups.values():
        minutes = problem.services[group.service].minutes
        for start in group.starts:
            for staff in problem.staff:
                yield Lead(group.service, group.id, start, start + minutes, group.location, staff)


def _seats(problem: Problem, leads: Iterable[Lead]) -> Iterator[Seat]:
    """Seats where somebody can lead."""
    at = dict.fromkeys((lead.service, lead.group, lead.start, lead.end, lead.location) for lead in leads)
    for client in problem.clients.values():
        mine = {g.id for g in problem.groups.values() if problem.eligible(client, g)}
        for service, group, start, end, location in at:
            if group in mine:
                yield Seat(client.id, service, group, start, end, location)


def _visits(problem: Problem) -> Iterator[Visit]:
    for client in problem.clients.values():
        for need in client.plan.needs:
            service = problem.services[need.service]
            if service.kind == INDIVIDUAL and need.max > 0:
                yield from _visits_of(problem, client, service)


def _visits_of(problem: Problem, client: Client, service: Service) -> Iterator[Visit]:
    people = [s.id for s in problem.staff.values() if not service.credentials or service.credentials & s.credentials]
    for start in starts_within(client.available, service.minutes, problem.grid):
        for location in (client.site, TELEHEALTH):
            for staff in people:
                yield Visit(client.id, service.id, start, start + service.minutes, location, staff)


def _meetings(problem: Problem) -> Iterator[Meeting]:
    for service in problem.services.values():
        if service.kind != SUPERVISION:
            continue
        for staff in problem.staff.values():
            if staff.supervisor is not None:
                for start in starts_within(staff.available, service.minutes, problem.grid):
                    yield Meeting(service.id, start, start + service.minutes, staff.id, staff.supervisor)


def _uses(problem: Problem, leads: Iterable[Lead], visits: Iterable[Visit]) -> Iterator[RoomUse]:
    held: list[Lead | Visit] = [*leads, *visits]
    holds = dict.fromkeys(
        hold_of(problem, option)
        for option in held
        if option.location != TELEHEALTH and option.start >= problem.frozen_before
    )
    classes = room_classes(problem)
    for hold in holds:
        for rooms in classes:
            if _fits(problem, hold, rooms):
                yield RoomUse(hold, rooms)


def _fits(problem: Problem, hold: Hold, rooms: RoomClass) -> bool:
    least = 1 if hold.group is None else problem.groups[hold.group].min_size
    return (
        rooms.site == hold.site
        and set(hold.features) <= set(rooms.features)
        and rooms.capacity > least
        and not touches(hold.start, hold.end, rooms.busy)
    )
