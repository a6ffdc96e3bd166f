"""What each program must show (docs/rules/programs.md), seen in the demo's weeks, which the loop itself has made."""

from datetime import timedelta

from iop.admissions.models import Stay
from iop.attendance.models import Attendance
from iop.centers.models import HostedMeeting
from iop.core.levels_of_care import InRange
from iop.flows.week.judging import breaches_of
from iop.plans.actions.signing import hours_verdict
from iop.plans.models import HoursProposal, PlanVersion, SignedObservation
from iop.plans.queries import version_in_force
from iop.safety.models import Disposition
from iop.schedule.models import Draft

ALL_WEEKS = range(-4, 2)


def test_legacy_six_and_thirty_hours_in_one_program(legacy):
    adrian, george = legacy.client("L-501"), legacy.client("L-510")

    thirty, six = version_in_force(adrian, legacy.week(-4)), version_in_force(george, legacy.week(0))

    assert (thirty.weekly_minutes, six.weekly_minutes) == (30 * 60, 6 * 60)
    assert isinstance(hours_verdict(thirty), InRange)
    assert not isinstance(hours_verdict(six), InRange)
    assert six.hours_exception_reason


def test_legacy_hours_fall_after_milestones_and_rise_after_return_to_use(legacy):
    assert legacy.hours("L-501") == [1800, 1800, 1200, 1200, 1200, 1200]
    assert legacy.hours("L-506") == [540, 540, 540, 720, 720, 720]
    assert Disposition.objects.filter(task__client__number="L-506").count() == 1


def test_legacy_one_client_steps_from_day_program_to_outpatient_in_one_episode(legacy):
    bridget = legacy.client("L-509")

    stays = Stay.objects.filter(episode__client=bridget).order_by("starts_on")

    assert [stay.level for stay in stays] == ["php", "iop", "op"]
    assert bridget.episodes.count() == 1
    last = HoursProposal.objects.get(version__plan__episode__client=bridget)
    assert (last.kind, last.decision.verdict, last.decision.new_version.level) == ("level", "signed", "op")


def test_waypoint_milestone_met_on_tuesday_lowers_next_weeks_hours(waypoint):
    tuesday = waypoint.week(-3) + timedelta(days=1)
    met = SignedObservation.objects.get(client__number="W-101", key="safety_plan")
    proposal = HoursProposal.objects.get(version__plan__episode__client__number="W-101")

    assert (met.on, proposal.decision.verdict, proposal.effective_on) == (tuesday, "signed", waypoint.week(-2))
    booked = [sum(session.counted_minutes for session in waypoint.seats_of("W-101", week)) for week in (-3, -2)]
    assert booked[0] >= 720 > booked[1] >= 540


def test_waypoint_meeting_at_half_past_six_after_the_afternoon_block_at_the_same_site(waypoint):
    meetings = {meeting.weekday: meeting for meeting in HostedMeeting.objects.select_related("room__site")}

    mine = [session for session in waypoint.seats_of("W-102", 0) if session.end_minute == 18 * 60]

    assert mine
    for session in mine:
        meeting = meetings[session.day.weekday()]
        assert (meeting.start_minute, meeting.room.site_id) == (18 * 60 + 30, session.site_id)
    taken = [session for session in waypoint.sessions(0) if session.room_id == meeting.room_id]
    assert not [s for s in taken if s.start_minute < 19 * 60 + 30 and s.end_minute > 18 * 60 + 30]


def test_waypoint_next_week_waits_for_its_release(waypoint):
    draft = Draft.objects.get(week__monday=waypoint.week(1))

    assert not hasattr(draft, "release")
    assert waypoint.sessions(1) == []
    assert breaches_of(draft.problem, draft.solution) == ()


def test_steady_each_client_has_a_set_weekly_schedule(steady):
    """Somebody whose hours did not change sits at the same hours in the last week and the next."""
    same = [number for number in numbers(steady) if len(set(steady.hours(number)[3:])) == 1]

    kept = {number: [slots(steady, number, week) for week in (0, 1)] for number in same}

    assert len(same) == 10
    assert all(this == following for this, following in kept.values())
    assert all(len(this) >= 2 for this, _ in kept.values())


def test_harbor_art_group_has_a_credentialed_art_therapist(harbor):
    held = [s for week in ALL_WEEKS for s in harbor.sessions(week) if s.service.key == "art"]

    assert held
    for session in held:
        credential = session.leader.credentials.get(code="atr")
        assert credential.holds_on(session.day)


def test_harbor_adolescents_are_never_with_adults(harbor):
    bands = [
        {seat.client.age_band_on(session.day) for seat in session.live_seats}
        for week in ALL_WEEKS
        for session in harbor.sessions(week)
    ]

    assert {"adult"} in bands
    assert {"adolescent"} in bands
    assert {"adult", "adolescent"} not in bands


def test_harbor_every_client_has_an_individual_hour_with_the_primary_therapist(harbor):
    for number in numbers(harbor):
        primary = harbor.client(number).primary_therapist_id
        for week in ALL_WEEKS:
            hours = [s for s in harbor.seats_of(number, week) if s.service.key == "individual"]
            assert [(s.leader_id, s.counted_minutes) for s in hours] == [(primary, 60)]


def test_return_to_use_takes_nothing_away(waypoint):
    """More hours, signed; what was attended before still counts, and the milestones earned stand."""
    marks = Attendance.objects.filter(client__number="W-104", session__day__lt=waypoint.week(-1))

    assert waypoint.hours("W-104") == [540, 540, 540, 720, 720, 720]
    assert sum(mark.counted_minutes for mark in marks) >= 3 * 400
    assert PlanVersion.objects.filter(plan__episode__client__number="W-104").count() == 3


def numbers(demo) -> list[str]:
    return list(demo.program.episodes.order_by("client__number").values_list("client__number", flat=True))


def slots(demo, number: str, week: int) -> list[tuple[int, int]]:
    return [(session.day.weekday(), session.start_minute) for session in demo.seats_of(number, week)]
