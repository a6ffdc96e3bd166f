"""One more session for one client in a released week: after a return to use, or in place of one that was missed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.audit.record import record
from iop.centers.models import Room, Service, Staff
from iop.clients.models import Client
from iop.core import clock, wall_time
from iop.core.timetable.problem import ONSITE, TELEHEALTH
from iop.flows.week.comparing import Change, Comparison
from iop.flows.week.held import held_row
from iop.flows.week.judging import objections
from iop.flows.week.names import Names
from iop.flows.week.past import session_json
from iop.flows.week.problem import problem_for
from iop.flows.week.telling import tell_people
from iop.schedule.actions.booking import DoubleBooked, book
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.models import Release, Seat, Session
from iop.schedule.queries import current_release, live_sessions


@dataclass(frozen=True)
class Wanted:
    """A session with one client. Without a room it is held by video."""

    client: Client
    service: Service
    leader: Staff
    day: date
    start_minute: int
    room: Room | None = None


@dataclass(frozen=True)
class NotAdded:
    """Nothing was booked, and why."""

    reasons: tuple[str, ...]


def add_session(wanted: Wanted, *, by: User) -> Session | NotAdded:
    """The session is in the released week and booked. Of several who want the same room or person, the first gets it."""
    monday = clock.monday_of(wanted.day)
    release = current_release(wanted.service.program, monday)
    if release is None:
        return NotAdded((_("No week is released for that day yet."),))
    try:
        with transaction.atomic():
            reasons = _objections(wanted, release)
            return NotAdded(reasons) if reasons else _add(wanted, release)
    except DoubleBooked as refused:
        return NotAdded((refused.clash.words,))
    except wall_time.NoSuchTime:
        return NotAdded((_("The clocks change then; that time does not exist."),))


def _objections(wanted: Wanted, release: Release) -> tuple[str, ...]:
    """What this session breaks that the week without it does not."""
    program, monday = wanted.service.program, release.week.monday
    if wall_time.instant(wanted.day, wanted.start_minute, program.time_zone) <= clock.now():
        return (_("That time has passed."),)
    problem, names = problem_for(program, monday), Names(program)
    week = [session_json(s) for s in live_sessions(program, monday) if not s.is_cancelled]
    before = objections(problem, {"sessions": week}, names)
    after = objections(problem, {"sessions": [*week, _as_json(wanted)]}, names)
    return tuple(reason for reason in after if reason not in before)


def _as_json(wanted: Wanted) -> dict[str, object]:
    return {
        "id": "wanted",
        "service": wanted.service.public_id,
        "group": None,
        "start": wall_time.minute_of_week(wanted.day, wanted.start_minute),
        "location": wanted.client.site.public_id if wanted.room else TELEHEALTH,
        "staff": wanted.leader.public_id,
        "co_staff": None,
        "room": wanted.room.public_id if wanted.room else None,
        "clients": [wanted.client.public_id],
    }


def _add(wanted: Wanted, release: Release) -> Session:
    session = Session.objects.create(
        organization_id=release.organization_id,
        week=release.week,
        release=release,
        service=wanted.service,
        site=wanted.client.site if wanted.room else None,
        room=wanted.room,
        leader=wanted.leader,
        mode=ONSITE if wanted.room else TELEHEALTH,
        day=wanted.day,
        start_minute=wanted.start_minute,
        minutes=wanted.service.block_minutes,
        counted_minutes=wanted.service.counted_minutes,
        zone=wanted.service.program.time_zone,
    )
    Seat.objects.create(organization_id=release.organization_id, session=session, client=wanted.client, release=release)
    book([(session, [wanted.client.pk])])
    tell_calendars([session])
    _tell(session, wanted, release)
    record("session_added", subject=session, client=wanted.client)
    return session


def _tell(session: Session, wanted: Wanted, release: Release) -> None:
    row = live_sessions(wanted.service.program, release.week.monday).get(pk=session.pk)
    change = [Change("new", held_row(row), None)]
    told = Comparison("released", [], {wanted.client.public_id: change}, {wanted.leader.public_id: change})
    tell_people(release, told, {})
