"""Nobody starts without an evaluation the program has somebody for; ages fit together."""

import math
from collections.abc import Iterator
from itertools import combinations

from ..model import Program
from ..problem import Finding, finding
from ..terms import AgeBand


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with who is admitted and how."""
    return [*_evaluation(program), *_referrals(program), *_ages(program)]


def _evaluation(program: Program) -> Iterator[Finding]:
    if program.admission.evaluation_required and not program.admission.evaluators:
        words = "An evaluation is required, but nobody is named who may sign it. List credentials in evaluators."
        yield finding("admission.evaluators", words)


def _referrals(program: Program) -> Iterator[Finding]:
    for place, rule in enumerate(program.admission.rules):
        if rule.effect == "refer" and not rule.refer_to:
            words = "Say where a client is helped when this does not hold: {words}."
            yield finding(f"admission.rules[{place}]", words, words=rule.words)


def _ages(program: Program) -> Iterator[Finding]:
    for place, band in enumerate(program.age_bands):
        if band.below_age is not None and band.below_age <= band.from_age:
            yield finding(f"age_bands[{place}].below_age", "{name} ends before it begins.", name=band.name)
    for (_, first), (place, second) in combinations(enumerate(program.age_bands), 2):
        if first.from_age < _end(second) and second.from_age < _end(first):
            words = "{second} and {first} share some ages. Each client belongs to one age band."
            yield finding(f"age_bands[{place}].from_age", words, second=second.name, first=first.name)


def _end(band: AgeBand) -> float:
    return math.inf if band.below_age is None else band.below_age
