"""The levels of care, from the least to the most intensive. Source: docs/rules/levels_of_care.md"""

from typing import Final, Literal

Level = Literal["op", "iop", "php", "residential", "inpatient"]

LEVELS: Final[tuple[Level, ...]] = ("op", "iop", "php", "residential", "inpatient")
"""Outpatient, intensive outpatient, partial hospitalization; the last two are places we refer to."""


def is_higher(level: Level, than: Level) -> bool:
    """More intensive care than the other level."""
    return LEVELS.index(level) > LEVELS.index(than)


def is_lower(level: Level, than: Level) -> bool:
    """Less intensive care than the other level."""
    return LEVELS.index(level) < LEVELS.index(than)


def higher(level: Level) -> Level | None:
    """The next more intensive level; None above the last."""
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else None
