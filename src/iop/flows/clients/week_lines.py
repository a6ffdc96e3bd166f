"""One client's week: each session, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iop.attendance.models import THERE, Attendance
from iop.attendance.words import STATE_WORDS, in_words
from iop.core import clock
from iop.core.wall_time import clock_words
from iop.schedule.models import Session


@dataclass(frozen=True)
class WeekLine:
    """`is_first` begins a day."""

    session: Session
    mark: Attendance | None
    is_first: bool

    @property
    def stage(self) -> str:
        """attended, part, away, cancelled, unmarked, to_come."""
        if self.mark is None:
            if hasattr(self.session, "cancellation"):
                return "cancelled"
            return "unmarked" if self.session.ends_at <= clock.now() else "to_come"
        if self.mark.state == "cancelled_by_program":
            return "cancelled"
        if self.mark.state not in THERE:
            return "away"
        return "attended" if self.mark.counted_minutes >= self.session.counted_minutes else "part"

    @property
    def starts(self) -> str:
        return clock_words(self.session.start_minute)

    @property
    def word(self) -> str:
        """The attendance word alone."""
        return str(STATE_WORDS[self.mark.state]) if self.mark else ""

    @property
    def words(self) -> str:
        return in_words(self.mark)


def week_lines(sessions: Iterable[Session], marks: Mapping[int, Attendance]) -> list[WeekLine]:
    """In order of time; `marks` by session id."""
    lines, day = [], None
    for session in sorted(sessions, key=lambda one: (one.starts_at, one.pk)):
        lines.append(WeekLine(session, marks.get(session.pk), session.day != day))
        day = session.day
    return lines
