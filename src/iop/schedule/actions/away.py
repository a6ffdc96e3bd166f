"""A room closes, somebody is away or leaves: it is recorded, and whoever did it is told which released sessions are hit.

Nothing is cancelled or moved by itself. The sessions stay as announced until a person releases a repaired week or cancels.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from iop.accounts.models import User
from iop.audit.record import record
from iop.centers.models import Leave, Room, RoomClosure, Staff
from iop.core import clock
from iop.schedule.models import Session
from iop.schedule.queries import held, with_people

WHOLE_DAY = (0, 1440)


@transaction.atomic
def close_room(
    room: Room, day: date, *, reason: str, by: User, start_minute: int = 0, end_minute: int = 1440
) -> tuple[RoomClosure, list[Session]]:
    """The room cannot be used then. Returns the released sessions that now have no room."""
    closure = RoomClosure.objects.create(
        organization_id=room.organization_id,
        room=room,
        day=day,
        start_minute=start_minute,
        end_minute=end_minute,
        reason=reason,
    )
    hit = sessions_in_room(room, day, start_minute, end_minute)
    record("room_closed", subject=closure, reason=reason, sessions=len(hit))
    return closure, hit


def sessions_in_room(room: Room, day: date, start_minute: int = 0, end_minute: int = 1440) -> list[Session]:
    """Released sessions in a room on a day that overlap these minutes and have not ended."""
    there = _coming().filter(room=room, day=day, start_minute__lt=end_minute)
    return [session for session in with_people(there) if session.end_minute > start_minute]


@transaction.atomic
def take_leave(
    staff: Staff, first_day: date, last_day: date, *, kind: str, by: User, minutes: tuple[int, int] = WHOLE_DAY
) -> tuple[Leave, list[Session]]:
    """Away from a minute of the first day to a minute of the last. Returns the released sessions that now have no leader."""
    leave = Leave.objects.create(
        organization_id=staff.organization_id,
        staff=staff,
        first_day=first_day,
        start_minute=minutes[0],
        last_day=last_day,
        end_minute=minutes[1],
        kind=kind,
    )
    hit = sessions_during_leave(leave)
    record("leave_recorded", subject=leave, kind=kind, sessions=len(hit))
    return leave, hit


def sessions_during_leave(leave: Leave) -> list[Session]:
    """Released sessions that somebody on leave was to lead or join, or whose leader they were to supervise."""
    days = _with(leave.staff).filter(day__range=(leave.first_day, leave.last_day))
    first, last = (leave.first_day, leave.start_minute), (leave.last_day, leave.end_minute)
    return [s for s in with_people(days) if (s.day, s.end_minute) > first and (s.day, s.start_minute) < last]


@transaction.atomic
def leaves_the_center(staff: Staff, last_day: date, *, by: User) -> list[Session]:
    """Nothing is planned for them after their last day. Returns the released sessions after it."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.last_day = last_day
    staff.save(update_fields=["last_day"])
    hit = sessions_after(staff, last_day)
    record("staff_leaving", subject=staff, sessions=len(hit))
    return hit


def sessions_after(staff: Staff, last_day: date) -> list[Session]:
    return list(with_people(_with(staff).filter(day__gt=last_day)))


def _with(staff: Staff):
    """Care under supervision needs the supervisor to be there."""
    return _coming().filter(Q(leader=staff) | Q(co_leader=staff) | Q(leader__supervisor=staff))


def _coming():
    return held().filter(ends_at__gt=clock.now())
