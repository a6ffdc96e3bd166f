"""Minutes from Monday 00:00, local wall-clock time, and windows of them. A window (a, b) means a <= t < b."""

from collections.abc import Iterable, Iterator

DAY = 1440
WEEK = 7 * DAY

Window = tuple[int, int]


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The same time as few, sorted, separate windows."""
    result: list[Window] = []
    for start, end in sorted(windows):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def inside(start: int, end: int, windows: Iterable[Window]) -> bool:
    """True when the whole of start-end lies in one of the (joined) windows."""
    return any(low <= start and end <= high for low, high in windows)


def overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def touches(start: int, end: int, windows: Iterable[Window]) -> bool:
    """True when some minute of start-end lies in a window."""
    return any(overlap(start, end, low, high) for low, high in windows)


def day_of(minute: int) -> int:
    """0 is Monday."""
    return minute // DAY


def within_one_day(start: int, end: int) -> bool:
    return start >= 0 and end <= WEEK and day_of(start) == day_of(end - 1)


def starts_within(windows: Iterable[Window], minutes: int, grid: int) -> Iterator[int]:
    """Every start on the grid from which so many minutes fit into one window and one day."""
    for low, high in windows:
        for start in range(-(-low // grid) * grid, high - minutes + 1, grid):
            if within_one_day(start, start + minutes):
                yield start
