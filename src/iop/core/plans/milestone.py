"""What a milestone measures: metric, aggregation, operator, value, window. Source: docs/rules/milestones.md"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Metric = Literal["attendance_share", "adherence_share", "days_in_phase", "visits", "signed_observation", "measure"]
Aggregation = Literal["last", "max", "min", "sum", "mean", "pct", "delta_from_baseline", "count", "exists"]
Operator = Literal[">=", "<=", "==", ">", "<"]
Outcome = Literal["met", "not_met", "insufficient_data", "waived", "paused"]

AGGREGATIONS: Final[Mapping[Metric, frozenset[Aggregation]]] = {
    "attendance_share": frozenset({"pct"}),
    "adherence_share": frozenset({"pct"}),
    "days_in_phase": frozenset({"last"}),
    "visits": frozenset({"count"}),
    "signed_observation": frozenset({"exists", "count"}),
    "measure": frozenset({"last", "max", "min", "sum", "mean", "delta_from_baseline", "count"}),
}
"""The ways each metric can be summed up over its window."""

NAMED_METRICS: Final[frozenset[Metric]] = frozenset({"signed_observation", "measure"})
"""Metrics that need `of`: which observation, or which answer of which questionnaire."""


@dataclass(frozen=True)
class Milestone:
    """One measurable step; `window_days` ends with, and includes, the day of evaluation.

    `value` is in the metric's unit: percent, days, visits, or points.
    With fewer than `min_observations` in the window the answer is never "met".
    `window_days` 0 means the whole stay on the rung is looked at.
    """

    key: str
    words: str
    metric: Metric
    aggregation: Aggregation
    operator: Operator
    value: int
    window_days: int
    min_observations: int
    sources: tuple[str, ...]
    of: str = ""


@dataclass(frozen=True)
class MilestoneResult:
    """How a milestone stands on one day, with the rows that show it.

    `measured` is None when it cannot be told. `parts` are the figures a sentence needs,
    such as {"attended": 2820, "prescribed": 3240}; the words are made where they are shown.
    """

    key: str
    result: Outcome
    measured: float | None
    needed: str
    evidence: tuple[str, ...]
    parts: tuple[tuple[str, str | int], ...]
