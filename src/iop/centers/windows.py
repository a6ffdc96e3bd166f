"""Weekly windows as a painted grid sends them: cells "weekday-minute" of one step each."""

from collections.abc import Iterable

Window = tuple[int, int, int]
STEP = 30


def cells_of(windows: Iterable[Window], step: int = STEP) -> list[str]:
    """The cells a list of (weekday, start, end) covers."""
    return [f"{day}-{minute}" for day, start, end in windows for minute in range(start, end, step)]


def windows_of(cells: Iterable[str], step: int = STEP) -> list[Window]:
    """Cells joined to windows. Cells that are no cells are refused with ValueError."""
    found: list[Window] = []
    for day, minute in sorted({_cell(cell) for cell in cells}):
        if found and found[-1][0] == day and found[-1][2] == minute:
            found[-1] = (day, found[-1][1], minute + step)
        else:
            found.append((day, minute, minute + step))
    return found


def _cell(cell: str) -> tuple[int, int]:
    day, _, minute = cell.partition("-")
    if not (day.isdigit() and minute.isdigit() and int(day) <= 6 and int(minute) < 1440 and int(minute) % STEP == 0):
        raise ValueError(f"not a cell of the week: {cell!r}")
    return int(day), int(minute)
