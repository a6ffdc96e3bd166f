"""Which session of a new week is which of the old one, so that a session moved stays the same session."""

from collections.abc import Iterable
from dataclasses import dataclass

from iop.flows.week.held import Held

SAME_TIME, SAME_PEOPLE, SAME_LEADER, SAME_PLACE = 8, 4, 2, 1
"""What two sessions of one series have in common, the more telling the heavier. People count by their share."""


@dataclass(frozen=True)
class Pair:
    """One session before and after; one side is missing when it is new or has ended."""

    before: Held | None
    after: Held | None

    @property
    def changes(self) -> tuple[str, ...]:
        """new, ended, or any of moved, leader, room; empty when the session itself is as it was."""
        if self.before is None or self.after is None:
            return ("ended",) if self.after is None else ("new",)
        was, now = self.before, self.after
        found = {
            "moved": (was.start, was.location) != (now.start, now.location),
            "leader": (was.staff, was.co_staff) != (now.staff, now.co_staff),
            "room": was.room != now.room,
        }
        return tuple(name for name, changed in found.items() if changed)

    @property
    def either(self) -> Held:
        return self.after or self.before


def pairs(before: Iterable[Held], after: Iterable[Held]) -> list[Pair]:
    """Every session of both weeks exactly once, in time order of the new week, ended ones among them."""
    old, new = _by_series(before), _by_series(after)
    found = [pair for series in {**old, **new} for pair in _of_series(old.get(series, []), new.get(series, []))]
    return sorted(found, key=lambda pair: (pair.either.start, pair.either.series, pair.either.id))


def _by_series(week: Iterable[Held]) -> dict[tuple[str, str], list[Held]]:
    found: dict[tuple[str, str], list[Held]] = {}
    for session in week:
        found.setdefault(session.series, []).append(session)
    return found


def _of_series(old: list[Held], new: list[Held]) -> list[Pair]:
    """The likest two first, until one side has no more."""
    ranked = sorted(((-_likeness(a, b), a.id, b.id, a, b) for a in old for b in new), key=lambda row: row[:3])
    done: set[tuple[str, str]] = set()
    found = []
    for _, _, _, a, b in ranked:
        if ("before", a.id) not in done and ("after", b.id) not in done:
            done |= {("before", a.id), ("after", b.id)}
            found.append(Pair(a, b))
    found += [Pair(a, None) for a in old if ("before", a.id) not in done]
    return found + [Pair(None, b) for b in new if ("after", b.id) not in done]


def _likeness(a: Held, b: Held) -> float:
    together = len(a.clients & b.clients) / max(1, len(a.clients | b.clients))
    return (
        SAME_TIME * (a.start == b.start)
        + SAME_PEOPLE * together
        + SAME_LEADER * (a.staff == b.staff)
        + SAME_PLACE * ((a.location, a.room) == (b.location, b.room))
    )
