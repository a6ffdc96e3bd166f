"""steady: a set week of three to five meetings, with check-ins. Facts: docs/rules/programs.md"""

from datetime import UTC, date, datetime, timedelta

from iop.core.plans import AttendanceFact, Facts, Milestone, MoreHours, counted, evaluate
from iop.core.programs import shipped_program
from iop.core.programs.checks.mixes import reachable_minutes

from .journey import next_step, returned_to_use

STEADY = shipped_program("steady")


def test_since_1977_for_serious_long_term_conditions():
    assert STEADY.since == 1977
    assert len([condition for condition in STEADY.conditions if condition.startswith("serious long-term")]) == 2


def test_three_to_five_meetings_of_three_to_four_hours():
    assert (STEADY.hours.days_from, STEADY.hours.days_to) == (3, 5)
    assert (STEADY.hours.visit_from, STEADY.hours.visit_to) == (180, 240)
    for ladder in STEADY.ladders:
        for rung in ladder.rungs:
            if rung.level == "iop":
                assert 3 <= rung.min_days <= rung.max_days <= 5
                assert rung.max_visit == 240


def test_structure_and_intensity_vary_by_need():
    hours = {ladder.key: [rung.weekly_minutes for rung in ladder.rungs] for ladder in STEADY.ladders}

    assert hours == {"day": [900, 720, 540, 360], "evening": [720, 540, 360]}
    assert [ladder.key for ladder in STEADY.ladders_for("mh", "adult")] == ["day", "evening"]


def test_services_are_those_named():
    assert {service.key for service in STEADY.services} >= {
        *("individual", "process", "education", "medication", "case_management", "skills"),
    }


def test_who_it_is_not_for_and_who_decides():
    rules = {rule.key: rule.effect for rule in STEADY.admission.rules}

    assert rules == {"not_severe": "refer", "no_full_time_care": "refer", "ready": "consider"}
    assert STEADY.admission.evaluation_required
    assert "psyd" in STEADY.admission.evaluators


def test_check_ins_are_required_and_a_missed_one_is_told_the_same_day():
    assert STEADY.check_ins.required
    assert STEADY.check_ins.partners == ("counselor", "therapist", "sponsor")
    assert STEADY.check_ins.missed_reaches_counselor == "same_day"


def test_benefits_and_resources_are_listed():
    assert [benefit.split(":")[0].split(",")[0] for benefit in STEADY.benefits] == [
        *("accountability", "structure", "access to resources", "community", "motivation", "outcomes"),
    ]
    assert {"counseling", "therapy", "12-step meeting"} <= set(STEADY.resources)


def test_a_three_hour_evening_is_one_number_from_plan_to_milestone():
    service, rung = STEADY.service("evening_core"), STEADY.ladder("evening").rung("evening_9")
    evening = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    minutes = counted(evening, evening + timedelta(minutes=180), evening, service.block_minutes, service.counted)

    assert (service.block_minutes, service.counted, minutes) == (180, 150, 150)
    # 3 evenings of 150, one individual hour and half an hour of case management are 9 h.
    assert 3 * minutes + 60 + 30 == rung.weekly_minutes
    assert rung.weekly_minutes in reachable_minutes(rung, STEADY)
    share = Milestone("a", "a", "attendance_share", "pct", "==", 100, 7, 3, ("attendance",))
    week = [
        AttendanceFact(f"e{day}", date(2026, 11, day), service.counted, minutes, "attended") for day in (23, 24, 25)
    ]
    assert evaluate(share, Facts(week), date(2026, 11, 29)).result == "met"


def test_return_to_use_adds_two_hours_before_the_next_rung():
    on = date(2026, 11, 29)

    found = next_step(STEADY, "day", "day_9", Facts(), on, track="mh", returns_to_use=returned_to_use(on))

    assert isinstance(found, MoreHours)
    assert (found.from_rung, found.to_rung, found.from_minutes, found.to_minutes) == ("day_9", "day_9", 540, 660)
