"""The settings a proposal obeys. Each program and center signs its own. Source: docs/rules/step_down.md"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class StepDownPolicy:
    """When a lower level of care may be proposed (clinical facts §1.2)."""

    sustained_days: int
    sustained_reviews: int
    attendance_percent: int
    attendance_days: int
    phq9_below: int
    phq9_fall_percent: int
    receiving_visit_within_days: int


@dataclass(frozen=True)
class ReturnToUsePolicy:
    """What a return to use proposes (clinical facts §3.4): a safety check and more support."""

    response: Literal["rung_up", "add_minutes"]
    add_minutes: int
    safety_task_due_hours: int
    individual_within_days: int
    plan_review_within_days: int
    prescriber_told: bool
