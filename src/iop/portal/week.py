"""A released week of one client, Monday to Sunday. A draft is never looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.attendance.models import Attendance
from iop.attendance.queries import week_of
from iop.clients.models import Client
from iop.core import clock
from iop.portal.changes import Told, told
from iop.portal.hours import HoursSoFar
from iop.portal.queries import is_released, meetings_at, own_marks, own_reach, own_sessions
from iop.portal.visits import Day, days_of
from iop.schedule.models import Session

WEEK = timedelta(days=7)
MARKS = {
    "present": gettext_lazy("You were here."),
    "no_show": gettext_lazy("You did not come. Tell us if that is wrong."),
    "excused": gettext_lazy("Excused."),
    "cancelled_by_program": gettext_lazy("Was not held."),
}


@dataclass(frozen=True)
class Line:
    """One session as the week shows it; `change` and `mark` are sentences or ""."""

    session: Session
    change: str
    mark: str


@dataclass(frozen=True)
class Week:
    """`before` and `after` are Mondays one can go to, or None."""

    monday: date
    today: date
    days: tuple[Day, ...]
    told: Told
    marks: dict[int, Attendance]
    hours: HoursSoFar
    is_released: bool
    before: date | None
    after: date | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_present(self) -> bool:
        return self.monday <= self.today <= self.sunday

    @property
    def news(self) -> list[str]:
        """Changes that were not read yet."""
        return self.told.unseen()

    def lines(self) -> list[tuple[Day, list[Line]]]:
        """Days with their sessions."""
        return [(day, [self._line(session) for session in day.sessions]) for day in self.days]

    def _line(self, session: Session) -> Line:
        return Line(session, self.told.about(session), mark_words(session, self.marks.get(session.pk)))


def week_shown(client: Client, day: date) -> Week:
    """The week a day lies in."""
    today = clock.today(client.site.time_zone)
    monday, present = clock.monday_of(day), clock.monday_of(today)
    sessions = list(own_sessions(client, monday, monday + timedelta(days=6)))
    first, last = own_reach(client)
    return Week(
        monday=monday,
        today=today,
        days=tuple(days_of(sessions, meetings_at(client.site))),
        told=told(client, sessions, monday, weeks=1),
        marks=own_marks(client, sessions),
        hours=HoursSoFar(week_of(client, monday)),
        is_released=is_released(client, monday),
        before=monday - WEEK if min(first or present, present) < monday else None,
        after=monday + WEEK if max(last or present, present + WEEK) >= monday + WEEK else None,
    )


def mark_words(session: Session, mark: Attendance | None) -> str:
    """What was written down, plainly: nothing here is a reproach."""
    if mark is None:
        return ""
    if mark.state in ("late", "left_early"):
        minutes = {"minutes": mark.counted_minutes, "whole": session.counted_minutes}
        return _("You were here for %(minutes)s of %(whole)s min.") % minutes
    return MARKS[mark.state]
