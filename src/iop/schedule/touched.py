"""Released sessions that a closed room or an absent member of staff touches.

Nothing is cancelled or moved by itself: the sessions stay as announced until a person releases a repaired week or cancels them.
"""

from datetime import date

from django.db.models import Q, QuerySet

from iop.centers.models import Leave, Room, Staff
from iop.core import clock
from iop.schedule.models import Session
from iop.schedule.queries import held, with_people


def sessions_in_room(room: Room, day: date, start_minute: int = 0, end_minute: int = 1440) -> list[Session]:
    """Released sessions in a room on a day that overlap these minutes and have not ended."""
    there = _coming().filter(room=room, day=day, start_minute__lt=end_minute)
    return [session for session in with_people(there) if session.end_minute > start_minute]


def sessions_during_leave(leave: Leave) -> list[Session]:
    """Released sessions that somebody on leave was to lead or join, or whose leader they were to supervise."""
    days = _with(leave.staff).filter(day__range=(leave.first_day, leave.last_day))
    first, last = (leave.first_day, leave.start_minute), (leave.last_day, leave.end_minute)
    return [s for s in with_people(days) if (s.day, s.end_minute) > first and (s.day, s.start_minute) < last]


def sessions_after(staff: Staff, last_day: date) -> list[Session]:
    """Released sessions after somebody's last day."""
    return list(with_people(_with(staff).filter(day__gt=last_day)))


def _with(staff: Staff) -> QuerySet[Session]:
    """Care under supervision needs the supervisor to be there."""
    return _coming().filter(Q(leader=staff) | Q(co_leader=staff) | Q(leader__supervisor=staff))


def _coming() -> QuerySet[Session]:
    return held().filter(ends_at__gt=clock.now())
