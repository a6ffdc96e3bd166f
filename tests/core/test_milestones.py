"""Milestones over their windows: docs/rules/milestones.md"""

from datetime import date, timedelta

import pytest

from iop.core.plans import (
    AttendanceFact,
    Facts,
    MeasureFact,
    Milestone,
    MilestoneResult,
    ObservationFact,
    Pause,
    PhaseFact,
    Waiver,
    evaluate,
)

ON = date(2026, 11, 29)


def attendance(least: int = 2, metric: str = "attendance_share", days: int = 14) -> Milestone:
    return Milestone("attendance", "80 % of hours", metric, "pct", ">=", 80, days, least, ("attendance",))


def held(number: int, attended: int, days_ago: int = 1, state: str = "attended", prescribed: int = 100):
    return AttendanceFact(f"a{number}", ON - timedelta(days=days_ago), prescribed, attended, state)


def parts(result: MilestoneResult) -> dict[str, str | int]:
    return dict(result.parts)


@pytest.mark.parametrize(("attended", "expected"), [(60, "met"), (59, "not_met")])
def test_attendance_share_meets_at_exactly_eighty_percent(attended, expected):
    result = evaluate(attendance(), Facts((held(1, 100), held(2, attended))), ON)

    assert result.result == expected
    assert result.measured == (100 + attended) / 2
    assert result.needed == ">= 80"
    assert result.evidence == ("a1", "a2")
    assert parts(result)["attended"] == 100 + attended
    assert parts(result)["prescribed"] == 200


def test_too_few_observations_are_insufficient_and_never_met():
    everything_attended = Facts((held(1, 100), held(2, 100)))

    assert evaluate(attendance(least=2), everything_attended, ON).result == "met"
    assert evaluate(attendance(least=3), everything_attended, ON).result == "insufficient_data"
    assert evaluate(attendance(least=3), everything_attended, ON).measured is None


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, "met"), (13, "met"), (14, "insufficient_data"), (-1, "insufficient_data")]
)
def test_window_is_fourteen_calendar_days_with_the_day_of_evaluation(days_ago, expected):
    facts = Facts((held(1, 100), held(2, 100, days_ago=days_ago)))

    assert evaluate(attendance(), facts, ON).result == expected


def test_window_of_zero_days_is_the_whole_stay():
    long_ago = Facts((held(1, 100), held(2, 100, days_ago=400)))

    assert evaluate(attendance(days=0), long_ago, ON).result == "met"


def test_excused_stays_in_the_dose_and_leaves_adherence():
    # 160 of 300 prescribed is 53 %; without the excused session 160 of 200 is 80 %.
    facts = Facts((held(1, 100), held(2, 60), held(3, 0, state="excused")))

    assert evaluate(attendance(), facts, ON).result == "not_met"
    assert evaluate(attendance(metric="adherence_share"), facts, ON).result == "met"


def test_a_session_the_program_cancelled_is_not_held_against_the_client():
    facts = Facts((held(1, 100), held(2, 60), held(3, 0, state="cancelled_program")))

    result = evaluate(attendance(), facts, ON)

    assert result.result == "met"
    assert result.evidence == ("a1", "a2")


@pytest.mark.parametrize("state", ["no_show", "cancelled_client", "removed_for_safety"])
def test_a_session_missed_for_any_other_reason_counts(state):
    facts = Facts((held(1, 100), held(2, 60), held(3, 0, state=state)))

    assert evaluate(attendance(), facts, ON).result == "not_met"


DAYS = Milestone("days", "A week here", "days_in_phase", "last", ">=", 7, 0, 1, ("plan",))


@pytest.mark.parametrize(("days_ago", "expected"), [(6, "met"), (5, "not_met"), (-1, "insufficient_data")])
def test_days_in_phase_counts_the_first_day_and_the_last(days_ago, expected):
    facts = Facts(phase=PhaseFact("p1", "phase_1", ON - timedelta(days=days_ago)))

    assert evaluate(DAYS, facts, ON).result == expected


def test_days_in_phase_without_a_phase_is_insufficient():
    assert evaluate(DAYS, Facts(), ON).result == "insufficient_data"


def test_visits_counts_days_not_sessions():
    visits = Milestone("visits", "3 days", "visits", "count", ">=", 3, 14, 1, ("attendance",))
    two_days = (held(1, 90, 1), held(2, 90, 1), held(3, 60, 2), held(4, 0, 3, state="no_show"))

    assert evaluate(visits, Facts(two_days), ON).result == "not_met"
    assert evaluate(visits, Facts((*two_days, held(5, 1, 4))), ON).result == "met"
    assert evaluate(visits, Facts(), ON).result == "insufficient_data"


PLAN = Milestone("plan", "Plan signed", "signed_observation", "exists", ">=", 1, 0, 0, ("clinician",), "safety_plan")


def test_signed_observation_needs_its_own_key():
    other = ObservationFact("o1", "support_person", ON, "Hannah Cole, LCSW")
    own = ObservationFact("o2", "safety_plan", ON, "Hannah Cole, LCSW")

    assert evaluate(PLAN, Facts(observations=(other,)), ON).result == "not_met"
    met = evaluate(PLAN, Facts(observations=(other, own)), ON)
    assert (met.result, met.evidence) == ("met", ("o2",))
    assert parts(met)["by"] == "Hannah Cole, LCSW"


def test_an_observation_signed_tomorrow_does_not_count_today():
    tomorrow = ObservationFact("o1", "safety_plan", ON + timedelta(days=1), "Hannah Cole, LCSW")

    assert evaluate(PLAN, Facts(observations=(tomorrow,)), ON).result == "not_met"


# The published example (clinical facts 3.6): no heavy drinking days for four consecutive weeks.
EXAMPLE = Milestone("no_heavy", "0 heavy days", "measure", "max", "==", 0, 28, 4, ("bam_iop",), "bam_iop.item5")


def weekly(values: list[float]) -> Facts:
    """One questionnaire a week, the last on the day of evaluation."""
    count = len(values)
    rows = [
        MeasureFact(f"m{place}", "bam_iop.item5", ON - timedelta(days=7 * (count - 1 - place)), value)
        for place, value in enumerate(values)
    ]
    return Facts(measures=rows)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0, 0, 0], "met"),
        ([0, 0, 1, 0], "not_met"),
        ([0, 0, 0], "insufficient_data"),
        # The week with a heavy day lies 28 days back, one day before the window of 28 days begins.
        ([1, 0, 0, 0, 0], "met"),
        ([], "insufficient_data"),
    ],
)
def test_worked_example_of_no_heavy_days_in_four_weeks(values, expected):
    assert evaluate(EXAMPLE, weekly(values), ON).result == expected


@pytest.mark.parametrize(
    ("aggregation", "value"), [("last", 3), ("max", 9), ("min", 3), ("sum", 18), ("mean", 6), ("count", 3)]
)
def test_measure_is_summed_up_as_the_milestone_says(aggregation, value):
    milestone = Milestone("m", "m", "measure", aggregation, "==", value, 28, 3, ("bam_iop",), "bam_iop.item5")

    assert evaluate(milestone, weekly([9, 6, 3]), ON).measured == value
    assert evaluate(milestone, weekly([9, 6, 3]), ON).result == "met"


def test_measure_change_is_taken_from_the_first_value_ever():
    milestone = Milestone("m", "m", "measure", "delta_from_baseline", "<=", -6, 7, 1, ("bam_iop",), "bam_iop.item5")

    assert evaluate(milestone, weekly([9, 6, 3]), ON).result == "met"
    assert evaluate(milestone, weekly([9, 6, 4]), ON).result == "not_met"
    assert evaluate(milestone, weekly([9]), ON).result == "insufficient_data"


def test_waived_says_why_and_by_whom():
    waiver = Waiver("w1", "attendance", "works abroad for two weeks", "Elena Marsh, PsyD")

    result = evaluate(attendance(), Facts(waivers=(waiver,)), ON)

    assert (result.result, result.evidence) == ("waived", ("w1",))
    assert parts(result) == {"reason": "works abroad for two weeks", "by": "Elena Marsh, PsyD"}


def test_paused_keeps_what_was_earned_and_holds_the_rest():
    earned = evaluate(PLAN, Facts(observations=(ObservationFact("o1", "safety_plan", ON, "Hannah Cole"),)), ON)
    pause = Pause("r1", ON, "return to use", (earned,))
    attended = (held(1, 100), held(2, 100))

    assert evaluate(PLAN, Facts(pause=pause), ON) == earned
    assert evaluate(attendance(), Facts(attended, pause=pause), ON).result == "paused"
    assert evaluate(attendance(), Facts(attended), ON).result == "met"
