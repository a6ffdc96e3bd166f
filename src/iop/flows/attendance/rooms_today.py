"""The day's sessions, the viewer's own first, and those of the last days nobody has finished marking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from iop.accounts.models import User
from iop.attendance.models import Attendance, Visitor
from iop.attendance.queries import unmarked_seats
from iop.core import clock
from iop.schedule.models import Session
from iop.schedule.queries import opens_to, sessions_on, with_people

LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True)
class RoomLine:
    """One session of the list. `people` are seats and visitors."""

    session: Session
    people: int
    marked: int
    is_own: bool

    @property
    def is_called_off(self) -> bool:
        return hasattr(self.session, "cancellation")

    @property
    def is_done(self) -> bool:
        return self.people > 0 and self.marked >= self.people

    @property
    def stage(self) -> str:
        """called_off, done, open (begun or over, not all marked), to_come, empty."""
        if self.is_called_off:
            return "called_off"
        if not self.people:
            return "empty"
        if self.is_done:
            return "done"
        return "open" if self.session.starts_at <= clock.now() else "to_come"


def rooms_on(day: date, viewer: User) -> list[RoomLine]:
    """The day's sessions that the viewer may open, in order of time."""
    return _lines(sessions_on(day).filter(opens_to(viewer)), viewer)


def unfinished_before(day: date, viewer: User) -> list[RoomLine]:
    """Sessions of the viewer in the days before that have people nobody marked."""
    open_seats = unmarked_seats().filter(session__day__gte=day - LOOK_BACK, session__day__lt=day)
    own = Q(leader__user=viewer) | Q(co_leader__user=viewer)
    sessions = Session.objects.filter(own, pk__in=open_seats.values("session_id"))
    return _lines(with_people(sessions), viewer)


def _lines(sessions: Iterable[Session], viewer: User) -> list[RoomLine]:
    rows = list(sessions)
    marked = _counted(Attendance, rows)
    guests = _counted(Visitor, rows)
    return [
        RoomLine(row, len(row.live_seats) + guests.get(row.pk, 0), marked.get(row.pk, 0), is_own(row, viewer))
        for row in rows
    ]


def is_own(session: Session, viewer: User) -> bool:
    """Whether the viewer leads it, alone or with somebody."""
    return viewer.pk in {session.leader.user_id, session.co_leader.user_id if session.co_leader else None}


def _counted(model: type, sessions: list[Session]) -> dict[int, int]:
    rows = model.objects.filter(session__in=[session.pk for session in sessions])
    return dict(rows.values_list("session_id").annotate(number=Count("pk")).order_by())
