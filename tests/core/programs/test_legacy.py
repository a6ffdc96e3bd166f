"""legacy: five sites, six to thirty hours, three levels in one episode. Facts: docs/rules/programs.md"""

from datetime import date

import pytest

from iop.core.levels_of_care import AboveLevel, BelowLevel, InRange, check_hours
from iop.core.plans import LevelChange, MoreHours, Stay, StepDown
from iop.core.programs import shipped_program

from .journey import all_conditions, next_step, returned_to_use, weeks_attended

LEGACY = shipped_program("legacy")
LADDER = LEGACY.ladder("adult")
ON = date(2026, 11, 29)


def climb_down(rung_key: str, share: int = 100, track: str = "sud"):
    """What is proposed after five weeks on a rung with everything in order."""
    facts = weeks_attended(LEGACY, "adult", LADDER.rung(rung_key), ON, weeks=5, share=share)
    return next_step(LEGACY, "adult", rung_key, facts, ON, track=track, conditions=all_conditions(track, ON))


def test_conditions_and_what_is_referred_elsewhere():
    assert LEGACY.conditions[:3] == ("substance use", "mental health", "eating disorders")
    assert [track.key for track in LEGACY.tracks] == ["sud", "mh", "ed", "co_occurring"]
    referred = {rule.key: rule.refer_to for rule in LEGACY.admission.rules if rule.effect == "refer"}
    assert referred == {"no_detox": "withdrawal management", "no_24_hour_care": "residential care"}


def test_five_sites_on_one_clock_under_three_states_rules():
    cities = {site.city: site.state for site in LEGACY.sites}

    assert cities == {
        "Fort Lauderdale": "FL",
        "Margate": "FL",
        "Pompano Beach": "FL",
        "Cherry Hill": "NJ",
        "Cincinnati": "OH",
    }
    assert LEGACY.zone == "America/New_York"
    rules = {site.state: {rule.key for rule in LEGACY.rules_of(site)} for site in LEGACY.sites}
    assert rules == {"FL": {"fl_countersign", "fl_late_stage"}, "NJ": {"nj_family", "nj_caseload"}, "OH": {"oh_check"}}


def test_hours_run_from_six_to_thirty_and_iop_begins_at_nine():
    assert (LADDER.rungs[-1].weekly_minutes, LADDER.rungs[0].weekly_minutes) == (6 * 60, 30 * 60)
    assert (LEGACY.hours.weekly_from, LEGACY.hours.weekly_to) == (6 * 60, 30 * 60)
    assert (LEGACY.hours.days_from, LEGACY.hours.days_to) == (3, 5)
    iop = [rung for rung in LADDER.rungs if rung.level == "iop"]
    assert min(rung.weekly_minutes for rung in iop) == 9 * 60
    assert all(3 <= rung.min_days <= rung.max_days <= 5 for rung in iop)


def test_about_ninety_days_is_a_planned_length_and_fits_the_ladder():
    assert (LEGACY.length.from_days, LEGACY.length.to_days) == (90, 90)
    weeks = sum(rung.typical_weeks for rung in LADDER.rungs)
    assert 12 <= weeks <= 17


def test_enters_mostly_as_a_step_down_from_partial_hospitalization():
    assert LEGACY.admission.enters_from[0] == "php"


def test_one_client_steps_from_day_program_to_outpatient():
    steps, rung_key = [], LADDER.rungs[0].key
    while not isinstance(found := climb_down(rung_key), Stay):
        steps.append((rung_key, found.to_rung, type(found)))
        rung_key = found.to_rung

    assert steps == [
        ("php_30", "php_20", StepDown),
        ("php_20", "iop_15", LevelChange),
        ("iop_15", "iop_12", StepDown),
        ("iop_12", "iop_9", StepDown),
        ("iop_9", "op_6", LevelChange),
    ]
    assert [reason.code for reason in found.reasons][-1] == "lowest_rung"


@pytest.mark.parametrize(
    ("level", "hours", "verdict"),
    [
        ("op", 6, InRange("op", 360)),
        ("iop", 6, BelowLevel("iop", 360, 540, "op")),
        ("php", 30, InRange("php", 1800)),
        ("iop", 30, AboveLevel("iop", 1800, 1200, "php")),
    ],
)
def test_six_and_thirty_hours_are_flagged_where_they_leave_the_level(level, hours, verdict):
    assert check_hours(level, "adult", hours * 60, LEGACY.hour_ranges) == verdict


def test_hours_fall_after_milestones_and_rise_after_return_to_use():
    fallen = climb_down("iop_12")
    assert isinstance(fallen, StepDown)
    assert (fallen.from_minutes, fallen.to_minutes) == (12 * 60, 9 * 60)

    facts = weeks_attended(LEGACY, "adult", LADDER.rung("iop_9"), ON, weeks=5)
    risen = next_step(LEGACY, "adult", "iop_9", facts, ON, returns_to_use=returned_to_use(ON))
    assert isinstance(risen, MoreHours)
    assert (risen.from_minutes, risen.to_minutes, risen.safety_check_due_hours) == (9 * 60, 12 * 60, 24)

    facts = weeks_attended(LEGACY, "adult", LADDER.rung("iop_15"), ON, weeks=5)
    higher = next_step(LEGACY, "adult", "iop_15", facts, ON, returns_to_use=returned_to_use(ON))
    assert isinstance(higher, LevelChange)
    assert (higher.from_level, higher.to_level) == ("iop", "php")


def test_hours_stay_when_a_fifth_of_them_is_missed_and_more():
    assert isinstance(climb_down("iop_12", share=80), StepDown)
    assert isinstance(climb_down("iop_12", share=79), Stay)


def test_eating_disorder_track_has_milestones_of_its_own():
    assert {m.key for m in LEGACY.milestones_for("ed", "adult", "iop_12")} != {
        m.key for m in LEGACY.milestones_for("sud", "adult", "iop_12")
    }
    assert isinstance(climb_down("iop_12", track="ed"), StepDown)


def test_services_are_those_named():
    modalities = {service.key for service in LEGACY.services}

    assert modalities >= {
        *("process", "individual", "life_skills", "support", "medication", "case_management"),
        *("psychiatric_screening", "vocational"),
    }
    group_minutes = sum(
        need.sessions * LEGACY.service(need.service).counted
        for need in LADDER.rung("iop_12").mix
        if LEGACY.service(need.service).is_group
    )
    assert group_minutes > LADDER.rung("iop_12").weekly_minutes / 2


def test_goals_cover_what_a_plan_draws_on_and_each_can_be_measured():
    assert {goal.key for goal in LEGACY.goals} == {
        *("abstinence", "behaviour_change", "sober_hobbies", "support_at_home", "independence"),
        *("housing", "employment", "probation", "problem_solving"),
    }
    assert all(objective.target_days > 0 for goal in LEGACY.goals for objective in goal.objectives)


def test_every_iop_group_can_be_had_by_day_or_in_the_evening():
    mixed = {need.service for rung in LADDER.rungs if rung.level == "iop" for need in rung.mix if need.sessions}
    groups = [group for group in LEGACY.groups if group.service in mixed]

    for group in groups:
        assert min(group.times) < 17 * 60 <= max(group.times)
