"""Weekly hours belong to a level; hours outside it are told, never silently kept.

Source: docs/rules/levels_of_care.md
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .levels import Level, is_higher, is_lower


@dataclass(frozen=True)
class HourRange:
    """Counted minutes a week of one level for one age band: `from_minutes` <= week < `below_minutes`."""

    level: Level
    age_band: str
    from_minutes: int
    below_minutes: int | None = None

    def holds(self, weekly_minutes: int) -> bool:
        """Whether so many minutes a week are this level."""
        return self.from_minutes <= weekly_minutes and not self.is_passed(weekly_minutes)

    def is_passed(self, weekly_minutes: int) -> bool:
        """Whether so many minutes a week are more than this level."""
        return self.below_minutes is not None and weekly_minutes >= self.below_minutes


@dataclass(frozen=True)
class InRange:
    """The hours belong to the level."""

    level: Level
    weekly_minutes: int


@dataclass(frozen=True)
class BelowLevel:
    """Fewer hours than the level's least: a lower level is to be proposed, or the exception explained."""

    level: Level
    weekly_minutes: int
    least_minutes: int
    proposed: Level | None


@dataclass(frozen=True)
class AboveLevel:
    """As many hours as a higher level: that level is to be proposed, or the exception explained."""

    level: Level
    weekly_minutes: int
    below_minutes: int
    proposed: Level | None


def check_hours(
    level: Level, age_band: str, weekly_minutes: int, ranges: Sequence[HourRange]
) -> InRange | BelowLevel | AboveLevel:
    """Say whether a week's prescribed hours are those of the level, and which level they would be.

    The program must have a range for the level and age band; its validator sees to that.
    """
    own = next(r for r in ranges if r.level == level and r.age_band == age_band)
    fitting = [r.level for r in ranges if r.age_band == age_band and r.holds(weekly_minutes)]
    if own.holds(weekly_minutes):
        return InRange(level, weekly_minutes)
    if own.below_minutes is not None and own.is_passed(weekly_minutes):
        proposed = next((found for found in fitting if is_higher(found, level)), None)
        return AboveLevel(level, weekly_minutes, own.below_minutes, proposed)
    proposed = next((found for found in fitting if is_lower(found, level)), None)
    return BelowLevel(level, weekly_minutes, own.from_minutes, proposed)
