"""Signed observations as facts. The newest of a key counts: a later "no longer so" takes an earlier one back."""

from collections.abc import Sequence
from datetime import date

from iop.core.plans import ConditionFact, ObservationFact
from iop.plans.models import SignedObservation

SHOWN_BY = {
    "safety_plan_current": ("safety_plan", "safety_plan_current"),
    "support_network": ("support_person", "support_network"),
    "work_or_school_plan": ("work_or_school_step", "work_or_school_plan"),
}
"""Which observations show a condition of clinical facts §1.2; any other condition is observed under its own key."""


def observation_facts(rows: Sequence[SignedObservation], on: date) -> tuple[ObservationFact, ...]:
    """Observations by that day that still hold, oldest first."""
    known = [row for row in rows if row.on <= on]
    newest = {row.key: row for row in known}
    kept = [row for row in known if newest[row.key].holds and row.holds]
    return tuple(ObservationFact(row.public_id, row.key, row.on, row.by.last_name) for row in kept)


def condition_fact(key: str, rows: Sequence[SignedObservation], on: date) -> ConditionFact:
    """Whether the condition was last observed to hold, since when, and at how many observations in a row."""
    known = [row for row in rows if row.key in SHOWN_BY.get(key, (key,)) and row.on <= on]
    if not known:
        return ConditionFact(key, None)
    run: list[SignedObservation] = []
    for row in reversed(known):
        if row.holds != known[-1].holds:
            break
        run.append(row)
    return ConditionFact(key, known[-1].holds, min(row.on for row in run), len({row.on for row in run}))
