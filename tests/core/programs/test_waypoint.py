"""waypoint: ten to twelve hours in three or four visits, falling with milestones. Facts: docs/rules/programs.md"""

from datetime import date, timedelta

from iop.core.levels_of_care import InRange, check_hours
from iop.core.plans import Facts, ObservationFact, Stay, StepDown
from iop.core.programs import shipped_program
from iop.core.programs.place import DAY_MINUTES

from .journey import all_conditions, next_step, weeks_attended

WAYPOINT = shipped_program("waypoint")
LADDER = WAYPOINT.ladder("adult")
FIRST = LADDER.rungs[0]
TUESDAY = date(2026, 11, 24)


def test_for_mild_to_moderate_use_after_inpatient_or_beside_work_and_home():
    assert WAYPOINT.conditions == ("substance use, mild to moderate", "co-occurring disorders")
    assert WAYPOINT.admission.enters_from == ("inpatient", "home")
    assert "mild_to_moderate" in {rule.key for rule in WAYPOINT.admission.rules}


def test_ten_to_twelve_hours_in_three_or_four_visits_of_about_three():
    assert (FIRST.fewest_minutes, FIRST.weekly_minutes) == (10 * 60, 12 * 60)
    assert (FIRST.min_days, FIRST.max_days) == (3, 4)
    assert (WAYPOINT.hours.visit_from, WAYPOINT.hours.visit_to) == (180, 180)
    for minutes in (FIRST.fewest_minutes, FIRST.weekly_minutes):
        assert isinstance(check_hours("iop", "adult", minutes, WAYPOINT.hour_ranges), InRange)


def test_six_to_twelve_months():
    weeks = sum(rung.typical_weeks for rung in LADDER.rungs)

    assert (WAYPOINT.length.from_days, WAYPOINT.length.to_days) == (180, 365)
    assert 180 <= weeks * 7 <= 365


def test_a_milestone_met_on_tuesday_proposes_fewer_hours():
    attended = weeks_attended(WAYPOINT, "adult", FIRST, TUESDAY, weeks=2)
    before = Facts(attended.attendance, (), phase=attended.phase)
    signed = ObservationFact("plan-1", "safety_plan", TUESDAY, "Hannah Cole, LCSW")
    after = Facts(attended.attendance, (signed,), phase=attended.phase)

    waiting = next_step(WAYPOINT, "adult", "phase_1", before, TUESDAY)
    assert isinstance(waiting, Stay)
    assert [reason.text for reason in waiting.reasons] == ["Not met yet: safety_plan."]
    on_monday = next_step(WAYPOINT, "adult", "phase_1", after, TUESDAY - timedelta(days=1))
    assert isinstance(on_monday, Stay)
    on_tuesday = next_step(WAYPOINT, "adult", "phase_1", after, TUESDAY)
    assert isinstance(on_tuesday, StepDown)
    assert (on_tuesday.from_minutes, on_tuesday.to_minutes) == (12 * 60, 9 * 60)


def test_weekly_hours_fall_rung_by_rung():
    falling, rung_key = [], FIRST.key
    while True:
        rung = LADDER.rung(rung_key)
        falling.append(rung.weekly_minutes)
        facts = weeks_attended(WAYPOINT, "adult", rung, TUESDAY, weeks=9)
        conditions = all_conditions("sud", TUESDAY)
        found = next_step(WAYPOINT, "adult", rung_key, facts, TUESDAY, conditions=conditions)
        if isinstance(found, Stay):
            break
        rung_key = found.to_rung

    assert falling == [720, 540, 360, 180]


def test_individual_and_family_as_needed_and_groups_first():
    assert WAYPOINT.cadences.individual_per_week == 0
    assert WAYPOINT.cadences.family == "as_needed"
    assert next(need for need in FIRST.mix if need.service == "family").sessions == 0
    in_groups = sum(
        need.sessions * WAYPOINT.service(need.service).counted
        for need in FIRST.mix
        if WAYPOINT.service(need.service).is_group
    )
    assert in_groups == 660


def test_affinity_groups_for_one_kind_of_client_led_by_professionals():
    affinity = [group for group in WAYPOINT.groups if group.service == "affinity"]

    assert {group.affinity for group in affinity} == {"women", "men", "lgbtq", "survivor"}
    assert all(WAYPOINT.service(group.service).credentials for group in WAYPOINT.groups)
    assert {group.key for group in affinity if group.closed} == {"survivors"}


def test_holistic_therapy_needs_its_own_credential():
    needed = {key: WAYPOINT.service(key).credentials for key in ("art", "yoga", "acupuncture", "equine", "adventure")}

    assert needed == {
        "art": ("atr",),
        "yoga": ("certified_yoga",),
        "acupuncture": ("acupuncturist",),
        "equine": ("equine_therapist",),
        "adventure": ("outdoor_therapist",),
    }
    for key in ("equine", "adventure"):
        away = WAYPOINT.service(key).off_site
        assert away is not None
        assert away.waiver
        assert WAYPOINT.service(key).counted + 2 * away.travel_minutes == WAYPOINT.service(key).block_minutes


def test_meetings_at_half_past_six_follow_the_afternoon_block_in_the_same_building():
    afternoon_ends = {
        start + WAYPOINT.service(group.service).block_minutes
        for group in WAYPOINT.groups
        for start in group.starts
        if 15 * 60 <= start % DAY_MINUTES < 18 * 60
    }
    meetings = [start for meeting in WAYPOINT.meetings for start in meeting.starts]

    assert {start % DAY_MINUTES for start in meetings} == {18 * 60 + 30}
    assert len(meetings) == 4
    assert all(start - 30 in afternoon_ends for start in meetings)
    assert {meeting.site for meeting in WAYPOINT.meetings} == {site.key for site in WAYPOINT.sites}


def test_meetings_never_count_and_have_no_roster():
    mixes = {need.service for rung in LADDER.rungs for need in rung.mix}

    assert mixes & {meeting.key for meeting in WAYPOINT.meetings} == set()
    assert "secular" in {meeting.fellowship for meeting in WAYPOINT.meetings}
