"""A draft next to what people know: the released version of that week, or else last week."""

from dataclasses import dataclass
from datetime import timedelta

from iop.flows.week.held import Held, held_in, held_row
from iop.flows.week.matching import Pair, pairs
from iop.schedule.models import Draft, ProgramWeek, Session
from iop.schedule.queries import current_release, live_sessions


@dataclass(frozen=True)
class Change:
    """What one person is told of one session. `what` is new, moved, leader, room or ended."""

    what: str
    session: Held
    was: Held | None


@dataclass(frozen=True)
class Comparison:
    """`against` is "released", "last_week" or "nothing"; people are public ids of clients and of staff."""

    against: str
    pairs: list[Pair]
    clients: dict[str, list[Change]]
    staff: dict[str, list[Change]]

    @property
    def told(self) -> int:
        """How many people would be told that their week changed."""
        return len(self.clients) + len(self.staff)

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.changes]


def compare(draft: Draft) -> Comparison:
    """The draft against the released week, or, for a week nobody released yet, against last week's pattern."""
    against, before = known_week(draft.week)
    return compared(against, before, held_in(draft.solution))


def known_week(week: ProgramWeek) -> tuple[str, list[Held]]:
    """What people have been told: this week's released sessions, else last week's."""
    if current_release(week.program, week.monday):
        return "released", taking_place(live_sessions(week.program, week.monday))
    last = taking_place(live_sessions(week.program, week.monday - timedelta(days=7)))
    return ("last_week", last) if last else ("nothing", [])


def taking_place(sessions: list[Session]) -> list[Held]:
    return [held_row(session) for session in sessions if not session.is_cancelled]


def compared(against: str, before: list[Held], after: list[Held]) -> Comparison:
    """Lay two weeks side by side and say for each person what changed for them; who keeps their week is not named."""
    matched = pairs(before, after)
    clients: dict[str, list[Change]] = {}
    staff: dict[str, list[Change]] = {}
    for pair in matched:
        for told, who in ((clients, "clients"), (staff, "people")):
            for person, change in _told(pair, who):
                told.setdefault(person, []).append(change)
    return Comparison(against, matched, clients, staff)


def _told(pair: Pair, who: str) -> list[tuple[str, Change]]:
    before = getattr(pair.before, who, frozenset())
    after = getattr(pair.after, who, frozenset())
    found = [(person, Change("new", pair.after, None)) for person in sorted(after - before)]
    found += [(person, Change("ended", pair.before, pair.before)) for person in sorted(before - after)]
    for person in sorted(before & after):
        found += [(person, Change(what, pair.after, pair.before)) for what in pair.changes if _matters(what, who)]
    return found


def _matters(what: str, who: str) -> bool:
    """Whoever still leads a session need not be told about their own co-leader by the word "leader"."""
    return what != "leader" or who == "clients"
