"""The ladder of weekly hours: rungs from the most hours to the fewest. Source: docs/rules/step_down.md"""

from dataclasses import dataclass

from iop.core.levels_of_care import Level


@dataclass(frozen=True)
class Need:
    """A service in the weekly mix: `sessions` are prescribed, up to `max` are allowed."""

    service: str
    sessions: int
    max: int


@dataclass(frozen=True)
class Rung:
    """One phase: its counted minutes a week, the days and visit lengths they take, and their mix.

    A plan on this rung prescribes `weekly_minutes`, or by need as few as `least_minutes` (0: no fewer).
    `min_visit` and `max_visit` are minutes a day of blocks on the timetable.
    """

    key: str
    name: str
    level: Level
    weekly_minutes: int
    min_days: int
    max_days: int
    min_visit: int
    max_visit: int
    individual_per_week: int
    mix: tuple[Need, ...]
    least_minutes: int = 0
    typical_weeks: int = 0

    @property
    def fewest_minutes(self) -> int:
        """The fewest counted minutes a week a plan on this rung may prescribe."""
        return self.least_minutes or self.weekly_minutes


@dataclass(frozen=True)
class Ladder:
    """The rungs for one age band, most hours first; `tracks` empty means every track."""

    key: str
    name: str
    age_band: str
    rungs: tuple[Rung, ...]
    tracks: tuple[str, ...] = ()

    def rung(self, key: str) -> Rung:
        """The rung of that key."""
        return next(rung for rung in self.rungs if rung.key == key)

    def below(self, key: str) -> Rung | None:
        """The next rung with fewer hours; None at the last."""
        place = self.rungs.index(self.rung(key)) + 1
        return self.rungs[place] if place < len(self.rungs) else None

    def above(self, key: str) -> Rung | None:
        """The next rung with more hours; None at the first."""
        place = self.rungs.index(self.rung(key)) - 1
        return self.rungs[place] if place >= 0 else None
