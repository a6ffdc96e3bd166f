"""Stretches of a week in minutes from Monday 00:00, wall time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from iop.core import wall_time
from iop.core.timetable.times import DAY, WEEK, Window, joined

STEP = 15
"""Every zone changes its clocks at a multiple of a quarter of an hour."""


def weekly(rows: Iterable) -> list[Window]:
    """Windows of rows that have a weekday, a start and an end minute."""
    return list(joined((r.weekday * DAY + r.start_minute, r.weekday * DAY + r.end_minute) for r in rows))


def cut(windows: Iterable[Window], away: Iterable[Window]) -> list[Window]:
    """What is left of the windows when the others are taken out."""
    left = list(joined(windows))
    for low, high in away:
        left = [part for window in left for part in _without(window, low, high)]
    return left


def _without(window: Window, low: int, high: int) -> list[Window]:
    start, end = window
    parts = [(start, min(end, low)), (max(start, high), end)]
    return [part for part in parts if part[0] < part[1]]


def shared(some: Iterable[Window], others: Iterable[Window]) -> list[Window]:
    """The time that lies in both."""
    others = list(others)
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return list(joined(window for window in both if window[0] < window[1]))


def minutes_in(windows: Iterable[Window]) -> int:
    return sum(end - start for start, end in windows)


def clock_change(monday: date, zone: str) -> list[Window]:
    """Wall time of a week that does not exist (spring) or comes twice (autumn). Nothing is planned in it."""
    odd = [minute for minute in range(0, WEEK, STEP) if _is_odd(monday, minute, ZoneInfo(zone))]
    return list(joined((minute, minute + STEP) for minute in odd))


def _is_odd(monday: date, minute: int, zone: ZoneInfo) -> bool:
    day = monday + timedelta(days=minute // DAY)
    local = datetime.combine(day, wall_time.at_minute(minute % DAY), zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def day_window(monday: date, first: date, start: int, last: date, end: int) -> Window | None:
    """From a minute of a day to a minute of a day, as far as it lies in the week."""
    begins = max(0, (first - monday).days * DAY + start)
    ends = min(WEEK, (last - monday).days * DAY + end)
    return (begins, ends) if begins < ends else None
