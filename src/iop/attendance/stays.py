"""What one mark says: the word, when the person came and went, and the minutes that count."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.attendance.models import THERE, Attendance
from iop.attendance.refusals import MarkRefused
from iop.attendance.typed_times import NotATime, minute_typed
from iop.core import wall_time
from iop.core.plans import counted
from iop.core.wall_time import NoSuchTime, clock_words
from iop.schedule.models import Session

Typed = int | str | None


@dataclass(frozen=True)
class Stay:
    """`arrived` and `left` are minutes of the day, wall time; None when the person was not there."""

    state: str
    arrived: int | None
    left: int | None
    counted_minutes: int

    def is_marked(self, row: Attendance | None) -> bool:
        """Whether the row says exactly this already."""
        return row is not None and (row.state, row.arrived, row.left) == (self.state, self.arrived, self.left)


def stay_of(session: Session, state: str, arrived: Typed = None, left: Typed = None) -> Stay:
    """The stay that a word and typed times mean. Raises MarkRefused when they do not fit the session."""
    if state not in dict(Attendance.STATES):
        raise MarkRefused(_("Choose one of the attendance words."))
    if state not in THERE:
        return Stay(state, None, None, 0)
    came = _minute(arrived, default=session.start_minute)
    went = _minute(left, default=session.end_minute)
    _inside(session, came, went)
    _fits_word(session, state, came, went)
    return Stay(state, came, went, minutes_of(session, came, went))


def word_for(session: Session, arrived: Typed, left: Typed) -> str:
    """The word that typed times mean by themselves: late, left early, or present throughout."""
    if _minute(arrived, default=session.start_minute) > session.start_minute:
        return "late"
    return "left_early" if _minute(left, default=session.end_minute) < session.end_minute else "present"


def minutes_of(session: Session, arrived: int, left: int) -> int:
    """Counted minutes of a stay, from instants: across a clock change wall times would lie."""
    return counted(
        _instant(session, arrived),
        _instant(session, left),
        session.starts_at,
        session.minutes,
        session.counted_minutes,
    )


def _minute(typed: Typed, default: int) -> int:
    if typed is None or typed == "":
        return default
    if isinstance(typed, int):
        return typed
    try:
        return minute_typed(typed)
    except NotATime as mistake:
        raise MarkRefused(str(mistake))


def _inside(session: Session, arrived: int, left: int) -> None:
    for minute in (arrived, left):
        if not session.start_minute <= minute <= session.end_minute:
            raise MarkRefused(
                _("%(time)s lies outside the session, %(hours)s.")
                % {"time": clock_words(minute), "hours": session.hours_words}
            )
    if arrived >= left:
        raise MarkRefused(
            _("Came %(arrived)s and left %(left)s: they left before they came.")
            % {"arrived": clock_words(arrived), "left": clock_words(left)}
        )


def _fits_word(session: Session, state: str, arrived: int, left: int) -> None:
    """Late needs a later arrival, left early an earlier end; present means the whole session."""
    if state == "late" and arrived == session.start_minute:
        raise MarkRefused(_("Late: type when they arrived, between %(hours)s.") % {"hours": _between(session)})
    if state == "left_early" and left == session.end_minute:
        raise MarkRefused(_("Left early: type when they left, between %(hours)s.") % {"hours": _between(session)})
    if state == "present" and (arrived, left) != (session.start_minute, session.end_minute):
        raise MarkRefused(_("Present means the whole session. Choose late or left early for a part of it."))


def _between(session: Session) -> str:
    return _("%(first)s and %(last)s") % {
        "first": clock_words(session.start_minute),
        "last": clock_words(session.end_minute),
    }


def _instant(session: Session, minute: int):
    try:
        return wall_time.instant(session.day, minute, session.zone)
    except NoSuchTime:
        raise MarkRefused(
            _("%(time)s does not exist on this day: the clocks go forward.") % {"time": clock_words(minute)}
        )
