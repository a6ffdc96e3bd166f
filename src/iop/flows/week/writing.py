"""A released draft becomes rows: sessions made, changed, kept or withdrawn; seats, bookings and calendars follow."""

from dataclasses import dataclass, field
from datetime import timedelta

from iop.centers.models import GroupDefinition, Room, Service, Site, Staff
from iop.clients.models import Client
from iop.core import clock
from iop.core.timetable.problem import ONSITE, TELEHEALTH
from iop.core.timetable.times import DAY
from iop.flows.week.held import Held, held_in, held_row
from iop.flows.week.matching import Pair, pairs
from iop.schedule.actions.booking import book, give_back
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.models import Release, Seat, Session
from iop.schedule.queries import live_sessions

SET = ("service", "group", "site", "room", "leader", "co_leader")
CHANGED = [*SET, "mode", "day", "start_minute", "minutes", "counted_minutes", "zone", "starts_at", "ends_at"]


@dataclass
class Rows:
    """Rows of a program by public id."""

    services: dict[str, Service]
    groups: dict[str, GroupDefinition]
    sites: dict[str, Site]
    rooms: dict[str, Room]
    staff: dict[str, Staff]
    clients: dict[str, int]

    @classmethod
    def of(cls, program, week: list[Held]) -> "Rows":
        ids = {client for held in week for client in held.clients}
        clients = Client.objects.filter(public_id__in=ids).values_list("public_id", "pk")
        return cls(
            {row.public_id: row for row in program.services.all()},
            {row.public_id: row for row in program.groups.all()},
            {row.public_id: row for row in program.sites.all()},
            {row.public_id: row for row in Room.objects.filter(site__program=program)},
            {row.public_id: row for row in Staff.objects.all()},
            dict(clients),
        )


@dataclass
class Written:
    """The session row of each of the draft's sessions, by the draft's id; and what is no longer held."""

    sessions: dict[str, Session] = field(default_factory=dict)
    seats: dict[int, set[int]] = field(default_factory=dict)
    withdrawn: list[Session] = field(default_factory=list)


def write_week(release: Release) -> Written:
    """The draft is the week now. Sessions that have started stay as they are. Raises DoubleBooked, in a transaction of the caller."""
    program, monday = release.week.program, release.week.monday
    live = [session for session in live_sessions(program, monday) if not session.is_cancelled]
    open_rows = {session.public_id: session for session in live if not _started(session)}
    week = [held for held in held_in(release.draft.solution) if not _is_past(held, release)]
    matched = pairs([held_row(session) for session in open_rows.values()], week)
    rows, written = Rows.of(program, week), Written()
    for pair in matched:
        _write(pair, open_rows, rows, release, written)
    _save(open_rows, release, written)
    _seat(open_rows, release, written)
    give_back(open_rows.values())
    book((session, written.seats[session.pk]) for session in written.sessions.values())
    tell_calendars([*written.sessions.values(), *written.withdrawn])
    return written


def _started(session: Session) -> bool:
    return session.starts_at <= clock.now()


def _is_past(held: Held, release: Release) -> bool:
    probe = Session(
        day=_day(held, release), start_minute=held.start % DAY, minutes=1, zone=release.week.program.time_zone
    )
    probe.derive_instants()
    return _started(probe)


def _day(held: Held, release: Release):
    return release.week.monday + timedelta(days=held.start // DAY)


def _write(pair: Pair, open_rows: dict[str, Session], rows: Rows, release: Release, written: Written) -> None:
    row = open_rows[pair.before.id] if pair.before else None
    if pair.after is None:
        written.withdrawn.append(row)
        return
    row = row or Session(organization_id=release.organization_id, week=release.week, release=release)
    _set(row, pair.after, rows, release)
    written.sessions[pair.after.id] = row
    written.seats[id(row)] = {rows.clients[client] for client in pair.after.clients}


def _set(row: Session, held: Held, rows: Rows, release: Release) -> None:
    on_site = held.location != TELEHEALTH
    row.service = rows.services[held.service]
    row.group = rows.groups[held.group] if held.group else None
    row.site = rows.sites[held.location] if on_site else None
    row.room = rows.rooms.get(held.room) if held.room else None
    row.leader = rows.staff[held.staff]
    row.co_leader = rows.staff[held.co_staff] if held.co_staff else None
    row.mode = ONSITE if on_site else TELEHEALTH
    row.day, row.start_minute = _day(held, release), held.start % DAY
    row.minutes, row.counted_minutes = row.service.block_minutes, row.service.counted_minutes
    row.zone = release.week.program.time_zone
    row.derive_instants()


def _save(open_rows: dict[str, Session], release: Release, written: Written) -> None:
    """Old rows are updated, new ones made, ended ones withdrawn; seats are keyed by row id from here on."""
    rows = list(written.sessions.values())
    Session.objects.bulk_update([row for row in rows if row.pk], CHANGED)
    by_object = {id(row): row for row in rows}
    Session.objects.bulk_create([row for row in rows if not row.pk])
    written.seats = {by_object[key].pk: clients for key, clients in written.seats.items()}
    Session.objects.filter(pk__in=[row.pk for row in written.withdrawn]).update(withdrawn_by=release)


def _seat(open_rows: dict[str, Session], release: Release, written: Written) -> None:
    """Seats no longer held are withdrawn, kept ones stay the same rows."""
    gone, kept = [], set()
    for session in open_rows.values():
        for seat in session.live_seats:
            if seat.client_id in written.seats.get(session.pk, set()):
                kept.add((session.pk, seat.client_id))
            else:
                gone.append(seat.pk)
    Seat.objects.filter(pk__in=gone).update(withdrawn_by=release)
    Seat.objects.bulk_create(
        Seat(organization_id=release.organization_id, session_id=session, client_id=client, release=release)
        for session, clients in written.seats.items()
        for client in sorted(clients)
        if (session, client) not in kept
    )
