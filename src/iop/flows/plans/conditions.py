"""What is known of the conditions for a lower level of care (clinical facts §1.2, right column)."""

from dataclasses import replace
from datetime import timedelta

from iop.core.plans import ConditionFact, Milestone, conditions_for, evaluate
from iop.core.plans.conditions import receiving_visit_booked
from iop.flows.plans.standing import Standing
from iop.plans.observed import condition_fact


def condition_facts(standing: Standing) -> tuple[ConditionFact, ...]:
    """One fact for each condition asked of the client's track."""
    return tuple(_fact(condition.key, standing) for condition in conditions_for(standing.client.track))


def _fact(key: str, standing: Standing) -> ConditionFact:
    if key == "attendance":
        return ConditionFact(key, _attended_enough(standing))
    if key == "safety_plan_current":
        return _while_fresh(condition_fact(key, standing.observations, standing.on), standing)
    if key == "receiving_visit_booked":
        return _booked(standing)
    return condition_fact(key, standing.observations, standing.on)


def _attended_enough(standing: Standing) -> bool | None:
    """The policy's share of prescribed hours over its days, the dose; None when a session of these days is not marked."""
    policy = standing.definition.step_down
    first = standing.on - timedelta(days=policy.attendance_days - 1)
    if any(session.day >= first for session in standing.unmarked_sessions):
        return None
    asked = Milestone(
        "attendance", "", "attendance_share", "pct", ">=", policy.attendance_percent, policy.attendance_days, 1, ()
    )
    found = evaluate(asked, replace(standing.facts, pause=None, waivers=()), standing.on)
    return None if found.result == "insufficient_data" else found.result == "met"


def _while_fresh(fact: ConditionFact, standing: Standing) -> ConditionFact:
    """A safety plan nobody looked at since the last plan review is not current."""
    keys = ("safety_plan", "safety_plan_current")
    seen = [row.on for row in standing.observations if row.key in keys and row.holds and row.on <= standing.on]
    days = timedelta(days=standing.definition.cadences.plan_review_days)
    if fact.holds and seen and standing.on - max(seen) > days:
        return replace(fact, holds=False)
    return fact


def _booked(standing: Standing) -> ConditionFact:
    """The observation's day is the day of the visit, which lies ahead."""
    key = "receiving_visit_booked"
    rows = [row for row in standing.observations if row.key == key]
    if not rows:
        return ConditionFact(key, None)
    ends_on = next_monday(standing.on)
    visit_on = rows[-1].on if rows[-1].holds else None
    return ConditionFact(key, receiving_visit_booked(visit_on, ends_on, standing.definition.step_down))


def next_monday(on):
    """The Monday after a day: hours change with the week."""
    return on + timedelta(days=7 - on.weekday())
