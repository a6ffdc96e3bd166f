"""What must hold before a lower level of care is proposed. Source: docs/rules/step_down.md, "Change of level"

Clinical facts §1.2, right column: all of it, and what describes the client's state has held for a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .policy import StepDownPolicy
from .reason import Reason, reason

SUBSTANCE_TRACKS: Final = ("sud", "co_occurring")
EATING_TRACKS: Final = ("ed",)


@dataclass(frozen=True)
class Condition:
    """One thing that must hold; `tracks` empty means for every track.

    `sustained`: must have held for the policy's days or reviews. Not asked of a booking or of consent.
    """

    key: str
    words: str
    tracks: tuple[str, ...] = ()
    sustained: bool = True


CONDITIONS: Final = (
    Condition("safety_plan_current", "the safety plan is current"),
    Condition("attendance", "enough of the prescribed hours attended over four weeks", sustained=False),
    Condition("no_use_reported", "no use reported in the weekly questionnaire", SUBSTANCE_TRACKS),
    Condition("risk_below_protective", "risk is below protective factors", SUBSTANCE_TRACKS),
    Condition("depression_low_or_halved", "the depression score is low or has halved"),
    Condition("stable_housing", "housing is stable"),
    Condition("support_network", "there are people who help"),
    Condition("work_or_school_plan", "there is a plan for work or school"),
    Condition("weight_near_target", "weight is at or near the clinician's target", EATING_TRACKS),
    Condition("meals_unsupported", "meals are managed without support", EATING_TRACKS),
    Condition("behaviours_rare", "eating disorder behaviours are absent or rare for four weeks", EATING_TRACKS),
    Condition("client_agrees", "the client agrees", sustained=False),
    Condition("receiving_visit_booked", "the first visit at the next place is booked in time", sustained=False),
)
"""Placement flags P1-P8, safety tasks and milestones are looked at before these."""


@dataclass(frozen=True)
class ConditionFact:
    """Whether a condition holds (None: nobody knows), since when, and at how many reviews in a row."""

    key: str
    holds: bool | None
    since: date | None = None
    reviews: int = 0


def conditions_for(track: str) -> tuple[Condition, ...]:
    """The conditions that are asked of a client of this track."""
    return tuple(condition for condition in CONDITIONS if not condition.tracks or track in condition.tracks)


def open_conditions(track: str, facts: Sequence[ConditionFact], policy: StepDownPolicy, on: date) -> list[Reason]:
    """Why a lower level may not be proposed yet; empty when every condition holds."""
    known = {fact.key: fact for fact in facts}
    verdicts = (_open(condition, known.get(condition.key), policy, on) for condition in conditions_for(track))
    return [found for found in verdicts if found is not None]


def _open(condition: Condition, fact: ConditionFact | None, policy: StepDownPolicy, on: date) -> Reason | None:
    if fact is None or fact.holds is None:
        return reason("missing_data", "Not known yet: {condition}.", condition=condition.words, key=condition.key)
    if not fact.holds:
        return reason("condition_open", "Does not hold: {condition}.", condition=condition.words, key=condition.key)
    if condition.sustained and not is_sustained(fact, policy, on):
        words = "Holds, but not yet for {days} days or {reviews} reviews: {condition}."
        days, reviews = policy.sustained_days, policy.sustained_reviews
        return reason("not_sustained", words, condition=condition.words, key=condition.key, days=days, reviews=reviews)
    return None


def is_sustained(fact: ConditionFact, policy: StepDownPolicy, on: date) -> bool:
    """Held at enough reviews in a row, or for enough days, the first and the last included."""
    if fact.reviews >= policy.sustained_reviews:
        return True
    return fact.since is not None and (on - fact.since).days + 1 >= policy.sustained_days


def depression_low_or_halved(baseline: int | None, latest: int | None, policy: StepDownPolicy) -> bool | None:
    """PHQ-9 below the threshold, or down by the share. None: no score, so nothing is known."""
    if latest is None:
        return None
    if latest < policy.phq9_below:
        return True
    return baseline is not None and 100 * (baseline - latest) >= policy.phq9_fall_percent * baseline > 0


def receiving_visit_booked(visit_on: date | None, ends_on: date, policy: StepDownPolicy) -> bool:
    """The next provider's first visit falls within the policy's days after care at this level ends."""
    if visit_on is None:
        return False
    return ends_on <= visit_on <= ends_on + timedelta(days=policy.receiving_visit_within_days)
