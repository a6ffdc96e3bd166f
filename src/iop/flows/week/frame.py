"""The week a problem is written for: its program, its Monday, and how much of it has passed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from iop.centers.models import Program
from iop.core import clock
from iop.core.timetable.times import DAY, WEEK, Window
from iop.flows.week.windows import clock_change, cut, day_window


@dataclass(frozen=True)
class Frame:
    """`now` is the minute of the week before which nothing can change any more; 0 before the week begins."""

    program: Program
    monday: date
    now: int

    @cached_property
    def grid(self) -> int:
        return self.program.definition.grid

    @cached_property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @cached_property
    def clock_change(self) -> list[Window]:
        return clock_change(self.monday, self.program.time_zone)

    def plannable(self, windows: list[Window]) -> list[Window]:
        """The part of some windows in which a session can still be put."""
        return cut(windows, [(0, self.now), *self.clock_change])

    def until(self, last: date) -> Window | None:
        """The part of the week after a last day."""
        return day_window(self.monday, last + timedelta(days=1), 0, self.sunday, DAY)

    def before(self, first: date) -> Window | None:
        """The part of the week before a first day."""
        return day_window(self.monday, self.monday, 0, first, 0)


def minute_of_week(monday: date, moment: datetime, zone: str) -> int:
    """Wall minutes from the week's Monday, held between 0 and the week's end."""
    local = moment.astimezone(ZoneInfo(zone))
    minute = (local.date() - monday).days * DAY + local.hour * 60 + local.minute
    return max(0, min(WEEK, minute))


def frame_for(program: Program, monday: date, now: int | None = None) -> Frame:
    """The frame as of the present moment, or of a minute that an earlier problem was written at."""
    if now is None:
        now = minute_of_week(monday, clock.now(), program.time_zone)
    return Frame(program, monday, now)
