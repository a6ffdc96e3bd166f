"""harbor: adults and adolescents apart, trained staff only. Facts: docs/rules/programs.md"""

from datetime import date

import pytest

from iop.core.plans import StepDown
from iop.core.programs import shipped_program

from .journey import next_step, weeks_attended

HARBOR = shipped_program("harbor")


def test_for_less_severe_disorders_with_a_stable_home():
    rules = {rule.key: rule.effect for rule in HARBOR.admission.rules}

    assert rules == {
        "less_severe": "consider",
        "stable_co_occurring": "consider",
        "no_detox": "refer",
        "stable_home": "refer",
    }
    assert HARBOR.admission.enters_from[0] == "residential"


@pytest.mark.parametrize(
    ("age", "band"), [(12, None), (13, "adolescent"), (17, "adolescent"), (18, "adult"), (70, "adult")]
)
def test_age_bands_end_at_eighteen(age, band):
    found = HARBOR.age_band_of(age)

    assert (found.key if found else None) == band


def test_at_least_three_visits_of_at_least_three_hours():
    for ladder in HARBOR.ladders:
        for rung in ladder.rungs:
            if rung.level == "iop":
                assert rung.min_days >= 3
                assert rung.min_visit >= 180
                assert rung.weekly_minutes >= 540


def test_adolescents_have_groups_of_their_own():
    bands = {group.key: group.age_band for group in HARBOR.groups}

    assert {band for key, band in bands.items() if key.startswith("teen_")} == {"adolescent"}
    assert {band for key, band in bands.items() if not key.startswith("teen_")} == {"adult"}


def test_groups_are_those_named():
    assert {service.key for service in HARBOR.services if service.is_group} >= {
        *("family_group", "relapse_prevention", "emotional_support", "skills", "psychoeducation", "refusal"),
    }
    assert {group.affinity for group in HARBOR.groups if group.affinity} == {"lgbtq", "women", "men", "alcohol"}


def test_music_art_and_outdoor_need_a_therapist_trained_for_the_method():
    needed = {key: HARBOR.service(key).credentials for key in ("art", "music", "outdoor")}

    assert needed == {"art": ("atr",), "music": ("mt_bc",), "outdoor": ("outdoor_therapist",)}


def test_individual_therapy_weekly_with_the_primary_on_every_rung():
    assert HARBOR.service("individual").primary
    assert HARBOR.service("individual").counted == 60
    assert HARBOR.cadences.individual_per_week == 1
    for ladder in HARBOR.ladders:
        for rung in ladder.rungs:
            assert next(need.sessions for need in rung.mix if need.service == "individual") == 1


def test_medication_is_offered_not_prescribed_and_most_hours_are_groups():
    phase = HARBOR.ladder("adult").rungs[0]

    assert next((need.sessions, need.max) for need in phase.mix if need.service == "medication") == (0, 1)


def test_newcomers_meet_a_peer_from_a_later_phase():
    welcome = HARBOR.peer_welcome
    rungs = [rung.key for rung in HARBOR.ladder("adult").rungs]

    assert welcome.offered
    assert rungs.index(welcome.from_rung) > 0
    assert welcome.within_days == 7


def test_anonymous_meetings_are_in_the_same_building():
    assert {meeting.site for meeting in HARBOR.meetings} == {site.key for site in HARBOR.sites}
    assert "costs less than inpatient care" in HARBOR.benefits


@pytest.mark.parametrize("band", ["adult", "adolescent"])
def test_hours_fall_when_milestones_are_met(band):
    on, rung = date(2026, 11, 29), HARBOR.ladder(band).rungs[0]

    found = next_step(HARBOR, band, "phase_1", weeks_attended(HARBOR, band, rung, on, weeks=3), on)

    assert isinstance(found, StepDown)
    assert (found.from_minutes, found.to_minutes) == (720, 540)
