"""Making a valid week better, tier by tier: the whole question where it is small, else a stream of smaller ones."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from iop.core.timetable.check import check, score
from iop.core.timetable.contents import Tier, tiers_of
from iop.core.timetable.mend import mended
from iop.core.timetable.neighbourhoods import KINDS, Neighbourhoods, around
from iop.core.timetable.options import Options
from iop.core.timetable.problem import Problem
from iop.core.timetable.search import Limits, Outcome, Task, search
from iop.core.timetable.week import Week

SMALL = 6_000
"""Options up to which the whole question is asked at once."""
PROVABLE = 25_000
"""Options up to which the whole question is asked at the end, for its bound."""
QUESTION_SECONDS = 3.0
FIRST_QUESTION = 6_000
"""Over the number of options: how large a part the first questions leave free. Sizes then follow what is proven."""
NEEDS_BESIDE = 30
WHOLE_FIRST, QUESTIONS_FIRST = 0.7, 0.7
"""Part of a tier's time for what comes first; the other way of asking gets the rest."""
LARGER, SMALLER, MUCH_SMALLER = 1.2, 0.85, 0.6


@dataclass
class Improvement:
    """A search under way: `week` is valid at every moment."""

    problem: Problem
    options: Options
    week: Week
    seed: int
    workers: int
    began: float
    stop: threading.Event
    on_progress: Callable[[Mapping[str, object]], None]
    bounds: dict[str, int] = field(default_factory=dict)
    questions: int = 0

    def __post_init__(self) -> None:
        self.tiers = tiers_of(self.problem)
        self.values = score(self.problem, self.week)
        self.hoods = Neighbourhoods(self.problem, self.options, self.seed)
        self.count = sum(map(len, (self.options.leads, self.options.seats, self.options.visits)))
        self.sizes = dict.fromkeys(KINDS, min(0.3, FIRST_QUESTION / max(1, self.count)))

    def improve(self, tier: Tier, bound: int, until: float) -> int:
        """Make this tier small until its time is up; returns a lower bound that holds for the whole instance."""
        self.bounds[tier.name] = bound
        self._tell(tier)
        if self.count <= SMALL:
            self._whole(tier, _part(until, WHOLE_FIRST))
            self._questions(tier, until)
        elif self.count <= PROVABLE:
            self._questions(tier, _part(until, QUESTIONS_FIRST))
            self._whole(tier, until)
        else:
            self._questions(tier, until)
        return min(self.bounds[tier.name], self.values[tier.name])

    def _open(self, tier: Tier, until: float) -> bool:
        undecided = self.values[tier.name] > self.bounds[tier.name]
        return undecided and time.monotonic() < until and not self.stop.is_set()

    def _whole(self, tier: Tier, until: float) -> None:
        if not self._open(tier, until):
            return
        outcome = self._ask(tier, self.options, until - time.monotonic())
        self.bounds[tier.name] = max(self.bounds[tier.name], outcome.bound)
        self._tell(tier)

    def _questions(self, tier: Tier, until: float) -> None:
        while self._open(tier, until):
            self._question(tier, until)

    def _question(self, tier: Tier, until: float) -> None:
        hood = self.hoods.next(self.sizes)
        free = around(self.problem, self.options, self.week, hood.free)
        seconds = min(QUESTION_SECONDS, until - time.monotonic())
        outcome = self._ask(tier, free, seconds, beside=self._beside(tier))
        change = LARGER if outcome.proven else SMALLER if outcome.week else MUCH_SMALLER
        self.sizes[hood.name] = min(1.0, max(0.02, self.sizes[hood.name] * change))

    def _beside(self, tier: Tier) -> list[tuple[int, Tier]]:
        """Needs and what changes for people are spared while an earlier tier is made small."""
        at = self.tiers.index(tier)
        return [(NEEDS_BESIDE, self.tiers[1]), (1, self.tiers[2])][at:] if at < 2 else []

    def _ask(self, tier: Tier, options: Options, seconds: float, beside: Sequence[tuple[int, Tier]] = ()) -> Outcome:
        self.questions += 1
        earlier = self.tiers[: self.tiers.index(tier)]
        caps = [(t, self.values[t.name]) for t in earlier]
        limits = Limits(seconds, self.workers, self.seed + self.questions, brief=options is not self.options)
        outcome = search(Task(self.problem, options, tier, caps, beside), self.week, limits, self.stop)
        if outcome.week is not None:
            self._take(outcome.week, tier)
        return outcome

    def _take(self, week: Week, tier: Tier) -> None:
        """Keep the week if it is no worse, judged by our own checker and not by the solver."""
        if not check(self.problem, week).holds:
            week = mended(self.problem, week)
        values = score(self.problem, week)
        if tuple(values.values()) < tuple(self.values.values()):
            better = values[tier.name] < self.values[tier.name]
            self.week, self.values = week, values
            if better:
                self._tell(tier)

    def _tell(self, tier: Tier) -> None:
        self.on_progress(
            {
                "seconds": round(time.monotonic() - self.began, 2),
                "tier": tier.name,
                "value": self.values[tier.name],
                "bound": min(self.bounds[tier.name], self.values[tier.name]),
            }
        )


def _part(until: float, share: float) -> float:
    """The moment when this share of the time left is over."""
    return time.monotonic() + (until - time.monotonic()) * share
