"""Whether a milestone is met on a day, and which rows show it. Source: docs/rules/milestones.md

Unknown is not "not met": with too few observations the answer is "insufficient data", and never "met".
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from .facts import Facts
from .measured import Measured, measure
from .milestone import Milestone, MilestoneResult, Operator, Outcome

COMPARE: Final[Mapping[Operator, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


def evaluate(definition: Milestone, facts: Facts, on: date) -> MilestoneResult:
    """How the milestone stands at the end of the day `on`."""
    return _waived(definition, facts) or _paused(definition, facts) or _measured(definition, facts, on)


def _waived(definition: Milestone, facts: Facts) -> MilestoneResult | None:
    waiver = next((waiver for waiver in facts.waivers if waiver.milestone == definition.key), None)
    if waiver is None:
        return None
    parts = (("reason", waiver.reason), ("by", waiver.by))
    return MilestoneResult(definition.key, "waived", None, _needed(definition), (waiver.id,), parts)


def _paused(definition: Milestone, facts: Facts) -> MilestoneResult | None:
    """While milestones rest, what was earned stays earned and the others wait."""
    if facts.pause is None:
        return None
    earned = next((result for result in facts.pause.earned if result.key == definition.key), None)
    if earned is not None:
        return earned
    parts = (("since", facts.pause.since.isoformat()), ("reason", facts.pause.reason))
    return MilestoneResult(definition.key, "paused", None, _needed(definition), (facts.pause.id,), parts)


def _measured(definition: Milestone, facts: Facts, on: date) -> MilestoneResult:
    found = measure(definition, facts, on)
    result = _outcome(definition, found)
    value = None if result == "insufficient_data" else found.value
    parts = (*found.parts, ("observations", found.observations), ("min_observations", definition.min_observations))
    return MilestoneResult(definition.key, result, value, _needed(definition), found.evidence, parts)


def _outcome(definition: Milestone, found: Measured) -> Outcome:
    if found.value is None or found.observations < definition.min_observations:
        return "insufficient_data"
    return "met" if COMPARE[definition.operator](found.value, definition.value) else "not_met"


def _needed(definition: Milestone) -> str:
    return f"{definition.operator} {definition.value}"
