"""Stretches of a week as people write them: "mon-thu 14:00-18:30"."""

import re
from itertools import pairwise

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WRITTEN = re.compile(r"^(?P<first>[a-z]{3})(-(?P<last>[a-z]{3}))? (?P<start>\d{1,2}:\d{2})-(?P<end>\d{1,2}:\d{2})$")

Window = tuple[int, int, int]
"""Weekday (0 is Monday), first minute, last minute, wall time."""


class NotAWindow(ValueError):
    """The words do not name days and times."""


def windows_in(written: list[str]) -> list[Window]:
    """All days of all stretches, in order. Raises NotAWindow with what is wrong, also where two of them overlap."""
    found = sorted(window for words in written for window in _windows(words))
    for before, after in pairwise(found):
        if before[0] == after[0] and after[1] < before[2]:
            raise NotAWindow(f"two stretches overlap on {DAYS[before[0]]}")
    return found


def _windows(words: str) -> list[Window]:
    match = WRITTEN.match(words)
    if match is None:
        raise NotAWindow(f'"{words}" is not written like "mon-thu 14:00-18:30"')
    start, end = _minute(match["start"]), _minute(match["end"])
    if not 0 <= start < end <= 1440:
        raise NotAWindow(f'"{words}" does not end after it begins, within the day')
    first, last = _day(match["first"]), _day(match["last"] or match["first"])
    return [(day, start, end) for day in range(first, last + 1)]


def _day(name: str) -> int:
    if name not in DAYS:
        raise NotAWindow(f'"{name}" is not a day: {", ".join(DAYS)}')
    return DAYS.index(name)


def _minute(written: str) -> int:
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes) if int(minutes) < 60 else -1
