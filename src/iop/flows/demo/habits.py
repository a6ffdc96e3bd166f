"""How people come: mostly there, at times late, away or excused. The same person, day and hour always give the same answer."""

import hashlib
from dataclasses import dataclass

HABITS: dict[str, tuple[tuple[str, int], ...]] = {
    "steady": (("present", 95), ("late", 4), ("left_early", 1)),
    "good": (("present", 88), ("late", 6), ("left_early", 2), ("excused", 2), ("no_show", 2)),
    "uneven": (("present", 66), ("late", 14), ("left_early", 5), ("excused", 6), ("no_show", 9)),
}
"""Per cent of sessions; invented, no study."""
LATE_MINUTES = (8, 26)
EARLY_MINUTES = (12, 31)


@dataclass(frozen=True)
class Came:
    """The word, and minutes after the start or before the end where they matter."""

    state: str
    late_by: int = 0
    early_by: int = 0


def came(habit: str, who: str, day: int, start: int) -> Came:
    """How this person came to the session of that day (counted from week 0) and minute."""
    state = _drawn(HABITS[habit], _share(f"{who} {day} {start}"))
    if state == "late":
        return Came(state, late_by=_between(LATE_MINUTES, f"{who} {day} late"))
    if state == "left_early":
        return Came(state, early_by=_between(EARLY_MINUTES, f"{who} {day} early"))
    return Came(state)


def _drawn(weights: tuple[tuple[str, int], ...], share: float) -> str:
    passed = 0.0
    for state, weight in weights:
        passed += weight / 100
        if share < passed:
            return state
    return weights[-1][0]


def _between(span: tuple[int, int], seed: str) -> int:
    return span[0] + int(_share(seed) * (span[1] - span[0]))


def _share(seed: str) -> float:
    """A number from 0 up to 1 that looks drawn and is not."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) / 2**48
