"""Milestones through the database: both sides of each boundary, unknown, waived, paused, history."""

from datetime import timedelta

import pytest

from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.milestones import evaluate
from iop.flows.plans.return_to_use import record_return_to_use
from iop.plans.actions.observing import record_observation, waive
from iop.plans.models import MilestoneResult
from tests.plans.story import CREDENTIAL, MONDAY, at, mark, seat, session_on, signed_plan, week_of_sessions


@pytest.fixture
def world(cast):
    with cast.acting(), clock.set_to(at(MONDAY + timedelta(days=13))):
        cast.version = signed_plan(cast, cast.client)
        yield cast


SUNDAY = MONDAY + timedelta(days=13)


def outcomes(client, on=SUNDAY) -> dict[str, str]:
    return {row.milestone.key: row.outcome for row in evaluate(client, on)}


def test_evaluate_without_a_plan_is_empty(cast):
    with cast.acting():
        assert evaluate(cast.client, SUNDAY) == []


@pytest.mark.parametrize(("present", "expected"), [(8, "met"), (7, "not_met")])
def test_attendance_on_both_sides_of_80_percent(world, present, expected):
    """Ten sessions of 90 minutes: 8 attended are exactly 80 %."""
    states = ["present"] * present + ["no_show"] * (10 - present)
    week_of_sessions(world, world.client, MONDAY, states[:5])
    week_of_sessions(world, world.client, MONDAY + timedelta(days=7), states[5:])
    rows = {row.milestone.key: row for row in evaluate(world.client, SUNDAY)}
    assert rows["attendance"].outcome == expected
    assert rows["attendance"].parts["attended"] == present * 90
    assert rows["attendance"].parts["prescribed"] == 900
    assert len(rows["attendance"].evidence) == 10


@pytest.mark.parametrize(("sessions", "expected"), [(5, "insufficient_data"), (6, "met")])
def test_too_few_observations_are_never_met(world, sessions, expected):
    week_of_sessions(world, world.client, MONDAY + timedelta(days=1), ["present"] * sessions)
    assert outcomes(world.client)["attendance"] == expected


@pytest.mark.parametrize(("offset", "expected"), [(-1, "insufficient_data"), (5, "not_met"), (6, "met")])
def test_days_in_phase_count_the_first_and_the_last(world, offset, expected):
    on = MONDAY + timedelta(days=offset)
    if offset < 0:
        assert evaluate(world.client, on) == []
        return
    assert outcomes(world.client, on)["days"] == expected


def test_unmarked_session_that_could_tip_the_answer_is_not_enough_data(world):
    """8 of 10 marked present, 2 not marked: between 80 and 100 %, met either way; with 7 it could be 70 or 100."""
    week_of_sessions(world, world.client, MONDAY, ["present"] * 5)
    week_of_sessions(world, world.client, MONDAY + timedelta(days=7), ["present"] * 3 + [None, None])
    assert outcomes(world.client)["attendance"] == "met"
    last = session_on(world, MONDAY + timedelta(days=11), start=12 * 60)
    seat(world, world.client, last)
    rows = {row.milestone.key: row for row in evaluate(world.client, SUNDAY)}
    assert rows["attendance"].outcome == "insufficient_data"
    assert rows["attendance"].measured is None
    assert rows["attendance"].parts["unmarked"] == 3


def test_session_the_program_cancelled_says_nothing(world):
    week_of_sessions(world, world.client, MONDAY, ["present"] * 5)
    week_of_sessions(world, world.client, MONDAY + timedelta(days=7), ["present", "cancelled_by_program"])
    rows = {row.milestone.key: row for row in evaluate(world.client, SUNDAY)}
    assert rows["attendance"].parts["prescribed"] == 6 * 90


def test_same_result_of_the_same_day_is_kept_once_and_history_stays(world):
    week_of_sessions(world, world.client, MONDAY, ["present"] * 5)
    evaluate(world.client, SUNDAY)
    before = MilestoneResult.objects.count()
    evaluate(world.client, SUNDAY)
    assert MilestoneResult.objects.count() == before == 4
    evaluate(world.client, SUNDAY + timedelta(days=1))
    assert MilestoneResult.objects.count() == 8


def test_corrected_mark_is_a_new_result_of_the_day(world):
    sessions = week_of_sessions(world, world.client, MONDAY + timedelta(days=1), ["present"] * 6)
    assert outcomes(world.client)["attendance"] == "met"
    world.client.attendance.filter(session__in=sessions[:2]).update(
        state="no_show", arrived=None, left=None, counted_minutes=0
    )
    assert outcomes(world.client)["attendance"] == "not_met"
    kept = MilestoneResult.objects.filter(milestone__key="attendance").order_by("pk").values_list("outcome", flat=True)
    assert list(kept) == ["met", "not_met"]


def test_observation_taken_back_no_longer_counts(world):
    def say(holds):
        record_observation(
            world.client,
            key="safety_plan",
            on=MONDAY,
            words="Written together.",
            by=world.counselor,
            credential=CREDENTIAL,
            holds=holds,
        )

    assert outcomes(world.client)["safety_plan"] == "not_met"
    say(True)
    assert outcomes(world.client)["safety_plan"] == "met"
    say(False)
    assert outcomes(world.client)["safety_plan"] == "not_met"


def test_waived_milestone_says_who_and_why(world):
    milestone = world.version.milestones.get(key="safety_plan")
    waive(milestone, reason="Kept by the county team.", by=world.users[Role.DIRECTOR])
    row = next(row for row in evaluate(world.client, SUNDAY) if row.milestone_id == milestone.pk)
    assert (row.outcome, row.parts["reason"]) == ("waived", "Kept by the county team.")


def test_return_to_use_pauses_but_what_was_earned_stays(world):
    week_of_sessions(world, world.client, MONDAY, ["present"] * 5)
    week_of_sessions(world, world.client, MONDAY + timedelta(days=7), ["present"] * 3)
    assert outcomes(world.client) == {"attendance": "met", "visits": "met", "days": "met", "safety_plan": "not_met"}
    record_return_to_use(
        world.client,
        on=SUNDAY,
        substance="alcohol",
        learned_from="client",
        responsible=world.counselor,
        by=world.users[Role.THERAPIST],
    )
    assert outcomes(world.client) == {"attendance": "met", "visits": "met", "days": "paused", "safety_plan": "paused"}


def test_three_hour_evening_is_one_number_in_plan_timetable_and_milestone(world):
    """Off site: a block of 240 minutes counts 180. The plan's service, the session, the fact and the milestone agree."""
    need = world.version.needs.select_related("service").get(service__key="equine")
    session = session_on(world, MONDAY + timedelta(days=5), start=9 * 60 + 30, service="equine")
    seat(world, world.client, session)
    marked = mark(world, world.client, session)
    result = next(row for row in evaluate(world.client, SUNDAY) if row.milestone.key == "attendance")
    figures = (
        need.service.counted_minutes,
        session.counted_minutes,
        marked.counted_minutes,
        result.parts["attended"],
        result.parts["prescribed"],
    )
    assert figures == (180,) * 5
    assert (need.service.block_minutes, session.minutes) == (240, 240)
