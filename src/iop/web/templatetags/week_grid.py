"""The half hours of a week as tick boxes. A value is `day-minute`: "0-1080" is Monday from 18:00."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Cell:
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Line:
    label: str
    half: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    days: tuple[str, ...]
    lines: tuple[Line, ...]


def said(minute: int) -> str:
    """A minute of the day as a clock says it."""
    return f"{minute // MINUTES_PER_HOUR}:{minute % MINUTES_PER_HOUR:02d}"


def grid_of(start_hour: int, end_hour: int, step_minutes: int, chosen: Iterable[str]) -> Grid:
    """Rows by time, columns by day, the chosen ones ticked."""
    days = tuple(str(WEEKDAYS_ABBR[day]) for day in range(7))
    ticked = frozenset(str(value) for value in chosen)
    minutes = range(start_hour * MINUTES_PER_HOUR, end_hour * MINUTES_PER_HOUR, step_minutes)
    return Grid(days, tuple(line_at(minute, step_minutes, days, ticked) for minute in minutes))


def line_at(minute: int, step_minutes: int, days: tuple[str, ...], ticked: frozenset[str]) -> Line:
    cells = tuple(
        Cell(f"{day}-{minute}", f"{name} {said(minute)}–{said(minute + step_minutes)}", f"{day}-{minute}" in ticked)
        for day, name in enumerate(days)
    )
    return Line(said(minute), minute % MINUTES_PER_HOUR != 0, cells)
