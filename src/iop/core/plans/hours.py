"""Minutes that count toward prescribed hours, and whether a week's hours can still be reached.

Source: docs/rules/step_down.md, "Counted minutes".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


def counted(
    arrived: datetime | None, left: datetime | None, start: datetime, block_minutes: int, counted_minutes: int
) -> int:
    """Counted minutes of one stay: present for the whole block gives exactly `counted_minutes`.

    Part of the block gives that part of them, rounded down: a break or a way there is nobody's alone.
    Time before the start or after the end adds nothing. None for `arrived` or `left` means was not there.
    Times are in UTC: across a clock change two wall times lie about what is between them.
    """
    present = _present(arrived, left, start, block_minutes)
    return present * counted_minutes // block_minutes


def _present(arrived: datetime | None, left: datetime | None, start: datetime, block_minutes: int) -> int:
    """Whole minutes within the block."""
    if arrived is None or left is None:
        return 0
    inside = min(left, start + timedelta(minutes=block_minutes)) - max(arrived, start)
    return max(0, int(inside.total_seconds() // 60))


@dataclass(frozen=True)
class Remaining:
    """A session later this week that the client attends or could attend."""

    id: str
    counted_minutes: int


@dataclass(frozen=True)
class Reached:
    """The week's prescribed minutes are attended already."""


@dataclass(frozen=True)
class Reachable:
    """`missing` minutes can still be attended, with these sessions, taken in the order given."""

    missing: int
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class OutOfReach:
    """With every remaining session, `short` minutes stay missing."""

    missing: int
    short: int


def still_reachable(
    prescribed_minutes: int, attended_minutes: int, remaining: Sequence[Remaining]
) -> Reached | Reachable | OutOfReach:
    """Whether this week's hours can still be reached, and with which sessions."""
    missing = prescribed_minutes - attended_minutes
    if missing <= 0:
        return Reached()
    gained, taken = 0, list[str]()
    for session in remaining:
        gained += session.counted_minutes
        taken.append(session.id)
        if gained >= missing:
            return Reachable(missing, tuple(taken))
    return OutOfReach(missing, missing - gained)
