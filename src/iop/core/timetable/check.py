"""Our own judgement of a finished week: what it breaks and how it scores. Knows nothing of the solver."""

from collections.abc import Mapping
from dataclasses import dataclass

from iop.core.timetable.breach import Breach
from iop.core.timetable.contents import HARD, tiers_of
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.known_ids import unknown
from iop.core.timetable.week import Week


@dataclass(frozen=True)
class Verdict:
    """Breaches of hard rules, and the tiers in their order (lower is better)."""

    breaches: tuple[Breach, ...]
    tiers: Mapping[str, int]

    @property
    def holds(self) -> bool:
        return not self.breaches

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(breach.code for breach in self.breaches)

    @property
    def vector(self) -> tuple[int, ...]:
        return tuple(self.tiers.values())


def check(problem: Problem, week: Week) -> Verdict:
    """Judge a week by every rule; sessions of unknown things count as broken and are left out of the rest."""
    judged = Week.of(session for session in week.sessions if not unknown(problem, session))
    breaches = list(HARD[0].check(problem, week))
    for rule in HARD[1:]:
        breaches.extend(rule.check(problem, judged))
    return Verdict(tuple(breaches), score(problem, judged))


def score(problem: Problem, week: Week) -> Mapping[str, int]:
    """The tier vector by name."""
    return {tier.name: tier.score(problem, week) for tier in tiers_of(problem)}
