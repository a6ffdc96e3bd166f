"""Wall time and instants.

A future session is at 18:00 on a day in a place, whatever the law does to the clocks; its instant in UTC is derived.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 1440


class NoSuchTime(ValueError):
    """The clocks jump over this wall time on this day (spring forward)."""


def at_minute(minute: int) -> time:
    """The wall time of a minute of the day, 0 to 1439."""
    return time(minute // 60, minute % 60)


def instant(day: date, minute: int, zone: str) -> datetime:
    """The UTC instant of a wall time. In the repeated autumn hour the first pass counts. Raises NoSuchTime in the spring gap.

    Minute 1440 is midnight at the end of the day.
    """
    if minute == MINUTES_PER_DAY:
        day, minute = day + timedelta(days=1), 0
    local = datetime.combine(day, at_minute(minute), ZoneInfo(zone))
    utc = local.astimezone(UTC)
    if utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"{local:%H:%M} does not exist on {day} in {zone}")
    return utc


def minute_of_week(day: date, minute: int) -> int:
    """Minutes from Monday 00:00, wall time."""
    return day.weekday() * MINUTES_PER_DAY + minute


def clock_words(minute: int) -> str:
    """A minute of the day as 24 h text: 1110 is "18:30"."""
    return f"{minute // 60}:{minute % 60:02d}"
