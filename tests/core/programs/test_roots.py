"""roots: one visit a day around work, after a signed evaluation. Facts: docs/rules/programs.md"""

from datetime import date

from iop.core.plans import StepDown
from iop.core.programs import shipped_program

from .journey import next_step, weeks_attended

ROOTS = shipped_program("roots")
LADDER = ROOTS.ladder("adult")


def test_a_medical_professional_evaluates_before_admission():
    assert ROOTS.admission.evaluation_required
    assert ROOTS.admission.evaluators == ("psychiatrist", "prescriber")
    assert {rule.key for rule in ROOTS.admission.rules if rule.effect == "required"} == {"signed_evaluation"}


def test_abstinence_is_expected_tested_and_self_reported():
    abstinence = ROOTS.abstinence

    assert (abstinence.expected, abstinence.tested, abstinence.self_reported) == (True, True, True)


def test_once_a_day_for_several_hours_by_day_or_after_work():
    daily = [group for group in ROOTS.groups if group.max_sections == 2]

    assert all(group.times[0] < 13 * 60 and group.times[-1] >= 17 * 60 for group in daily)
    for rung in LADDER.rungs:
        assert rung.max_visit <= 240


def test_groups_of_people_with_similar_issues():
    assert {group.affinity for group in ROOTS.groups if group.affinity} == {"trauma", "alcohol", "opioid"}


def test_services_are_those_named():
    assert {service.key for service in ROOTS.services} >= {
        *("individual", "process", "education", "outing", "coping", "trauma", "music", "art"),
    }
    assert ROOTS.service("music").credentials == ("mt_bc",)
    assert ROOTS.service("art").credentials == ("atr",)


def test_an_outing_counts_the_time_at_the_place_only():
    outing = ROOTS.service("outing")

    assert outing.off_site is not None
    assert (outing.block_minutes, outing.off_site.travel_minutes, outing.counted) == (180, 30, 120)
    assert (outing.off_site.waiver, outing.off_site.clients_per_escort) == (True, 8)


def test_claims_are_kept_apart_from_figures():
    assert [claim.key for claim in ROOTS.claims] == ["sober_a_year", "mental_health", "stress", "quality_of_life"]


def test_alumni_are_asked_for_a_year_and_helped_whenever_needed():
    assert ROOTS.aftercare.follow_up_days == (30, 90, 180, 365)
    assert ROOTS.aftercare.help_any_time


def test_the_plan_follows_milestones():
    on = date(2026, 11, 29)

    found = next_step(ROOTS, "adult", "start", weeks_attended(ROOTS, "adult", LADDER.rungs[0], on, weeks=4), on)

    assert isinstance(found, StepDown)
    assert (found.from_minutes, found.to_minutes) == (720, 540)
