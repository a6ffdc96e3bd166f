"""The one clock for all clinical times.

Nothing clinical reads the machine's time by itself: demo, tests and replays travel by setting this clock.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Source = Callable[[], datetime]
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days a page may be asked for."""


def _machine_time() -> datetime:
    return datetime.now(UTC)


def _starting_source() -> Source:
    """`IOP_NOW` (ISO, with offset) starts a process at another moment; from there time runs on."""
    start = os.environ.get("IOP_NOW")
    if not start:
        return _machine_time
    shift = datetime.fromisoformat(start) - _machine_time()
    return lambda: _machine_time() + shift


_source: Source = _starting_source()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def today(zone: str) -> date:
    """The calendar day in a center's zone (IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_named(text: str) -> date | None:
    """The day an address names, "2026-11-22". None for no day, and for one with no weeks around it to go to."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def monday_of(day: date) -> date:
    """The Monday that begins the program week of a day. A program week is Monday to Sunday (clinical.md 3.6)."""
    return day - timedelta(days=day.weekday())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stand still at a moment (aware) for the whole process, until the block ends."""
    global _source  # one clock for the process is the purpose of this module
    if moment.tzinfo is None:
        raise ValueError("the clock needs a moment with a zone")
    before, _source = _source, lambda: moment.astimezone(UTC)
    try:
        yield
    finally:
        _source = before
