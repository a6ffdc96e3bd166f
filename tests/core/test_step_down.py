"""What is proposed next: docs/rules/step_down.md"""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from iop.core.plans import (
    ConditionFact,
    Ladder,
    LevelChange,
    MilestoneResult,
    MoreHours,
    OpenFlags,
    Policies,
    Progress,
    ReturnToUse,
    ReturnToUsePolicy,
    Rung,
    Stay,
    StepDown,
    StepDownPolicy,
    conditions_for,
    propose,
)
from iop.core.plans.conditions import depression_low_or_halved, is_sustained, receiving_visit_booked

ON = date(2026, 11, 29)
POLICY = StepDownPolicy(14, 2, 80, 28, 10, 50, 7)
RETURN = ReturnToUsePolicy("rung_up", 0, 24, 1, 7, True)
POLICIES = Policies(POLICY, RETURN)
NOTHING_OPEN = OpenFlags()


def rung(key: str, level: str, minutes: int) -> Rung:
    return Rung(key, key, level, minutes, 3, 5, 120, 240, 1, ())


LADDER = Ladder(
    "adult",
    "Adults",
    "adult",
    (rung("php_20", "php", 1200), rung("iop_12", "iop", 720), rung("iop_9", "iop", 540), rung("op_6", "op", 360)),
)
MET = MilestoneResult("attendance", "met", 87.0, ">= 80", ("a1",), ())
WAIVED = MilestoneResult("visits", "waived", None, ">= 3", ("w1",), ())
HOLDING = tuple(ConditionFact(c.key, True, ON - timedelta(days=20), 2) for c in conditions_for("sud"))


def at(rung_key: str, **changes) -> Progress:
    """A sud client on a rung with its own hours, every milestone met, every condition holding."""
    minutes = LADDER.rung(rung_key).weekly_minutes
    return replace(Progress(ON, "sud", rung_key, minutes, (MET, WAIVED), HOLDING), **changes)


def codes(stay) -> list[str]:
    assert isinstance(stay, Stay)
    return [reason.code for reason in stay.reasons]


def test_met_set_proposes_the_next_rung_within_the_level():
    found = propose(at("iop_12"), LADDER, POLICIES, NOTHING_OPEN)

    assert isinstance(found, StepDown)
    assert (found.from_rung, found.to_rung, found.from_minutes, found.to_minutes) == ("iop_12", "iop_9", 720, 540)
    assert [reason.text for reason in found.reasons] == ["All 2 milestones are met."]


def test_within_the_level_the_conditions_of_a_level_change_are_not_asked():
    assert isinstance(propose(at("iop_12", conditions=()), LADDER, POLICIES, NOTHING_OPEN), StepDown)


@pytest.mark.parametrize("result", ["not_met", "insufficient_data", "paused"])
def test_one_open_milestone_means_staying_and_is_named(result):
    still_open = MilestoneResult("safety_plan", result, None, ">= 1", (), ())

    found = propose(at("iop_12", milestones=(MET, still_open)), LADDER, POLICIES, NOTHING_OPEN)

    assert codes(found) == [result]
    assert "safety_plan" in found.reasons[0].text


def test_no_milestones_at_all_is_no_met_set():
    assert codes(propose(at("iop_12", milestones=()), LADDER, POLICIES, NOTHING_OPEN)) == ["no_milestones"]


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (OpenFlags(safety_tasks=("call back Marisol V.",)), "safety_task"),
        (OpenFlags(placement_flags=("P5",)), "placement_flag"),
        (OpenFlags(return_to_use_reviews=("review due 2 December",)), "return_to_use_review"),
        (OpenFlags(missing_data=("attendance of Friday",)), "missing_data"),
    ],
)
@pytest.mark.parametrize("rung_key", ["iop_12", "iop_9"])
def test_nothing_lower_while_a_flag_is_open_and_the_flag_is_named(rung_key, flags, code):
    found = propose(at(rung_key), LADDER, POLICIES, flags)

    assert codes(found) == [code]
    assert dict(found.reasons[0].values)["name"] in found.reasons[0].text


def test_the_last_rung_stays():
    assert codes(propose(at("op_6"), LADDER, POLICIES, NOTHING_OPEN)) == ["lowest_rung"]


def test_level_change_when_every_condition_holds():
    found = propose(at("iop_9"), LADDER, POLICIES, NOTHING_OPEN)

    assert isinstance(found, LevelChange)
    assert (found.from_level, found.to_level, found.to_rung, found.to_minutes) == ("iop", "op", "op_6", 360)
    assert found.safety_check_due_hours is None


@pytest.mark.parametrize("key", [condition.key for condition in conditions_for("sud")])
@pytest.mark.parametrize(("holds", "code"), [(False, "condition_open"), (None, "missing_data")])
def test_level_stays_when_any_one_condition_is_open_or_unknown(key, holds, code):
    facts = tuple(replace(fact, holds=holds) if fact.key == key else fact for fact in HOLDING)

    found = propose(at("iop_9", conditions=facts), LADDER, POLICIES, NOTHING_OPEN)

    assert codes(found) == [code]
    assert dict(found.reasons[0].values)["key"] == key


def test_level_stays_when_nothing_is_known_and_every_gap_is_named():
    found = propose(at("iop_9", conditions=()), LADDER, POLICIES, NOTHING_OPEN)

    assert codes(found) == ["missing_data"] * len(conditions_for("sud"))


@pytest.mark.parametrize(
    ("days", "reviews", "sustained"), [(13, 1, False), (14, 1, True), (13, 2, True), (1, 2, True), (1, 1, False)]
)
def test_a_condition_is_sustained_after_fourteen_days_or_two_reviews(days, reviews, sustained):
    fact = ConditionFact("stable_housing", True, ON - timedelta(days=days - 1), reviews)
    facts = tuple(fact if known.key == fact.key else known for known in HOLDING)

    assert is_sustained(fact, POLICY, ON) is sustained
    found = propose(at("iop_9", conditions=facts), LADDER, POLICIES, NOTHING_OPEN)
    assert isinstance(found, LevelChange) if sustained else codes(found) == ["not_sustained"]


def test_eating_disorder_conditions_are_asked_of_that_track_only():
    keys = {"weight_near_target", "meals_unsupported", "behaviours_rare"}

    assert keys & {condition.key for condition in conditions_for("sud")} == set()
    assert keys <= {condition.key for condition in conditions_for("ed")}


@pytest.mark.parametrize(
    ("baseline", "latest", "expected"),
    [(18, 9, True), (18, 10, False), (20, 10, True), (21, 11, False), (None, 9, True), (None, 10, False)],
)
def test_depression_is_below_ten_or_down_by_half(baseline, latest, expected):
    assert depression_low_or_halved(baseline, latest, POLICY) is expected


def test_depression_without_a_score_is_unknown_not_low():
    assert depression_low_or_halved(18, None, POLICY) is None


@pytest.mark.parametrize(("days", "expected"), [(0, True), (7, True), (8, False), (-1, False)])
def test_receiving_visit_is_booked_within_seven_days(days, expected):
    assert receiving_visit_booked(ON + timedelta(days=days), ON, POLICY) is expected


def test_receiving_visit_not_booked():
    assert receiving_visit_booked(None, ON, POLICY) is False


USED = (ReturnToUse("r1", date(2026, 11, 27)),)


def test_return_to_use_proposes_the_rung_above_and_a_safety_check():
    found = propose(at("iop_9", returns_to_use=USED), LADDER, POLICIES, NOTHING_OPEN)

    assert isinstance(found, MoreHours)
    assert (found.from_rung, found.to_rung, found.from_minutes, found.to_minutes) == ("iop_9", "iop_12", 540, 720)
    assert found.safety_check_due_hours == 24
    assert [reason.text for reason in found.reasons] == ["Return to use on 2026-11-27."]


def test_return_to_use_at_the_top_of_the_level_proposes_a_higher_level():
    found = propose(at("iop_12", returns_to_use=USED), LADDER, POLICIES, NOTHING_OPEN)

    assert isinstance(found, LevelChange)
    assert (found.from_level, found.to_level, found.to_rung, found.to_minutes) == ("iop", "php", "php_20", 1200)
    assert found.safety_check_due_hours == 24


def test_return_to_use_at_the_top_of_the_ladder_proposes_a_referral():
    found = propose(at("php_20", returns_to_use=USED), LADDER, POLICIES, NOTHING_OPEN)

    assert isinstance(found, LevelChange)
    assert (found.to_level, found.to_rung, found.to_minutes) == ("residential", None, None)


def test_return_to_use_comes_before_met_milestones_and_open_flags():
    flags = OpenFlags(safety_tasks=("task 1",))

    assert isinstance(propose(at("iop_9", returns_to_use=USED), LADDER, POLICIES, flags), MoreHours)


ADDS = Policies(POLICY, replace(RETURN, response="add_minutes", add_minutes=120))


@pytest.mark.parametrize(("added", "to_rung", "to_minutes"), [(150, "iop_9", 690), (180, "iop_12", 720)])
def test_added_minutes_stay_below_the_rung_above_or_become_it(added, to_rung, to_minutes):
    policies = replace(ADDS, return_to_use=replace(ADDS.return_to_use, add_minutes=added))

    found = propose(at("iop_9", returns_to_use=USED), LADDER, policies, NOTHING_OPEN)

    assert isinstance(found, MoreHours)
    assert (found.to_rung, found.to_minutes) == (to_rung, to_minutes)


def test_after_added_minutes_the_next_step_down_is_the_rungs_own_hours():
    found = propose(at("iop_9", weekly_minutes=660), LADDER, ADDS, NOTHING_OPEN)

    assert isinstance(found, StepDown)
    assert (found.from_minutes, found.to_rung, found.to_minutes) == (660, "iop_9", 540)


def test_seats_and_staff_are_no_input():
    names = {field.name for kind in (Progress, OpenFlags, Policies) for field in fields(kind)}

    assert names == {
        *("on", "track", "rung", "weekly_minutes", "milestones", "conditions", "returns_to_use"),
        *("safety_tasks", "placement_flags", "return_to_use_reviews", "missing_data"),
        *("step_down", "return_to_use"),
    }
