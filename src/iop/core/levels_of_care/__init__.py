"""Levels of care and the weekly hours that belong to each. Source: docs/rules/levels_of_care.md"""

from .hours import AboveLevel, BelowLevel, HourRange, InRange, check_hours
from .levels import LEVELS, Level, higher, is_higher, is_lower

__all__ = [
    "LEVELS",
    "AboveLevel",
    "BelowLevel",
    "HourRange",
    "InRange",
    "Level",
    "check_hours",
    "higher",
    "is_higher",
    "is_lower",
]
