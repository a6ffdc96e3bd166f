"""Where care happens: sites, their opening hours, and rooms."""

from dataclasses import dataclass
from typing import Final, NewType

TimeOfDay = NewType("TimeOfDay", int)
"""Minutes since midnight, wall clock; written "18:30"."""

Weekday = NewType("Weekday", int)
"""0 is Monday; written "mon"."""

DAY_MINUTES: Final = 24 * 60
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class OpenHours:
    """From opening to closing on some days of the week."""

    days: tuple[Weekday, ...]
    opens: TimeOfDay
    closes: TimeOfDay


@dataclass(frozen=True)
class Room:
    """A room; `capacity` counts people, staff included."""

    key: str
    name: str
    capacity: int
    features: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """One building where the program runs."""

    key: str
    name: str
    city: str
    state: str
    open: tuple[OpenHours, ...]
    rooms: tuple[Room, ...]

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Opening windows in minutes from Monday 00:00, in order of time."""
        found = [
            (day * DAY_MINUTES + hours.opens, day * DAY_MINUTES + hours.closes)
            for hours in self.open
            for day in hours.days
        ]
        return tuple(sorted(found))

    def is_open(self, start: int, minutes: int) -> bool:
        """Whether the site is open throughout, `start` in minutes from Monday 00:00."""
        return any(opens <= start and start + minutes <= closes for opens, closes in self.windows)

    def room(self, key: str) -> Room:
        """The room of that key."""
        return next(room for room in self.rooms if room.key == key)
