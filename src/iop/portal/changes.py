"""What a release changed for one client, in sentences; only people whose week changed have any."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from iop.clients.models import Client
from iop.core import clock
from iop.portal.queries import own_notices, sessions_named
from iop.portal.words import day_words, local_day, place_words, week_minute_words
from iop.schedule.models import Session, WeekNotice


@dataclass(frozen=True)
class Change:
    """One thing told of one session. `what` is new, moved, leader, room or ended; minutes count from Monday 00:00."""

    what: str
    public_id: str
    session: Session | None
    start: int
    was: int | None
    monday: date

    @property
    def short(self) -> str:
        """Beside the session itself."""
        if self.what == "moved" and self.was is not None:
            return _("Moved from %(was)s.") % {"was": week_minute_words(self.was, self.monday)}
        if self.what == "leader" and self.session:
            return _("%(who)s leads it now.") % {"who": self.session.leader}
        if self.what == "room" and self.session:
            return _("The room is new: %(place)s.") % {"place": place_words(self.session)}
        return _("New in your week.") if self.what == "new" else _("No longer in your week.")

    @property
    def sentence(self) -> str:
        """By itself, with the session's name and time."""
        title = self.session.title if self.session else _("A session")
        return f"{week_minute_words(self.start, self.monday)}, {title}. {self.short}"


@dataclass(frozen=True)
class Notice:
    """One release told to the client. `is_whole_week`: nothing of it was there before, so there is nothing to compare."""

    row: WeekNotice
    changes: tuple[Change, ...]
    is_whole_week: bool

    @property
    def monday(self) -> date:
        return self.row.release.week.monday

    def about(self, session: Session) -> list[Change]:
        return [change for change in self.changes if change.public_id == session.public_id]


@dataclass(frozen=True)
class Told:
    """Notices of some weeks, newest first."""

    notices: tuple[Notice, ...]

    @property
    def rows(self) -> list[WeekNotice]:
        """The records behind them, to be marked as seen."""
        return [notice.row for notice in self.notices]

    def unseen(self, except_for: Session | None = None) -> list[str]:
        """Sentences the client has not read yet, in order of time; not those of a session whose change is told beside it."""
        fresh = [notice for notice in self.notices if notice.row.seen_at is None]
        whole = sorted(notice.monday for notice in fresh if notice.is_whole_week)
        changes = [change for notice in fresh if not notice.is_whole_week for change in notice.changes]
        apart = [change for change in changes if except_for is None or change.public_id != except_for.public_id]
        ready = [_("Your week of %(day)s is ready.") % {"day": day_words(monday)} for monday in whole]
        return ready + [change.sentence for change in sorted(apart, key=lambda change: (change.monday, change.start))]

    def about(self, session: Session) -> str:
        """What changed for one session and when it was decided; "" when nothing did."""
        notice = next((found for found in self.notices if found.about(session)), None)
        if notice is None or notice.is_whole_week:
            return ""
        return " ".join([_decided(notice, session), *(change.short for change in notice.about(session))])


def told(client: Client, sessions: Sequence[Session], monday: date, weeks: int = 2) -> Told:
    """What the client was told of so many weeks from a Monday on. `sessions` are theirs in these weeks."""
    rows = list(own_notices(client, [monday + timedelta(days=7 * ahead) for ahead in range(weeks)]))
    known = sessions_named(entry["session"] for row in rows for entry in row.changes) if rows else {}
    held = Counter(session.week.monday for session in sessions)
    return Told(tuple(_notice(row, known, held) for row in rows))


def _notice(row: WeekNotice, known: dict[str, Session], held: Counter[date]) -> Notice:
    monday = row.release.week.monday
    changes = tuple(_change(entry, known, monday) for entry in row.changes)
    all_new = all(change.what == "new" for change in changes)
    return Notice(row, changes, all_new and len(changes) >= held[monday])


def _change(entry: dict, known: dict[str, Session], monday: date) -> Change:
    session = known.get(entry["session"])
    return Change(entry["what"], entry["session"], session, entry["start"], entry["was"], monday)


def _decided(notice: Notice, session: Session) -> str:
    day = local_day(notice.row.release.released_at, session.zone)
    if day == clock.today(session.zone):
        return _("Changed today.")
    return _("Changed on %(day)s.") % {"day": day_words(day)}
