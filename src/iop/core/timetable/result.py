"""How a solve ends: solved, impossible with reasons, or out of time with the best week found."""

from dataclasses import dataclass

from iop.core.timetable.breach import Breach
from iop.core.timetable.reasons import Reason
from iop.core.timetable.week import Week


@dataclass(frozen=True)
class TierResult:
    """The value reached and what no week can beat, given the earlier tiers' values; equal means proven."""

    name: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        return self.value == self.bound


@dataclass(frozen=True)
class Found:
    """A week that breaks no rule, how good it is, and why it is no better for some clients."""

    week: Week
    tiers: tuple[TierResult, ...]
    reasons: tuple[Reason, ...]
    seconds: float


@dataclass(frozen=True)
class Solved(Found):
    """Every tier is proven: no week is better."""


@dataclass(frozen=True)
class OutOfTime(Found):
    """Time ended or somebody pressed stop; the week is good and the bounds say how far from the best it can be."""


@dataclass(frozen=True)
class Impossible:
    """No week keeps the rules: what was published and already happened breaks them."""

    breaches: tuple[Breach, ...]
    seconds: float
