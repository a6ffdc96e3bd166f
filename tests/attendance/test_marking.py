"""Marks: minutes at every boundary, through the database; the same press twice; two people at once; taking back."""

from datetime import date

import pytest

from iop.attendance.actions.calling_off import call_off, hold_after_all
from iop.attendance.actions.marking import Asked, mark, mark_many
from iop.attendance.actions.undoing import restore
from iop.attendance.actions.visiting import add_visitor, take_off
from iop.attendance.models import Attendance
from iop.attendance.refusals import EditedMeanwhile, MarkRefused
from iop.audit.models import Event
from iop.clients.models import NoContactPair
from iop.core import clock, wall_time
from tests.attendance.conftest import SIX, at
from tests.attendance.released import release_of, seat_of, session_of
from tests.cast import client_of


def saved_minutes(session, client) -> int:
    return Attendance.objects.get(session=session, client=client).counted_minutes


@pytest.mark.parametrize(
    ("state", "arrived", "left", "minutes"),
    [
        ("present", None, None, 90),
        ("late", "1801", None, 89),
        ("late", "18:12", "", 78),
        ("late", "1929", None, 1),
        ("late", "1812", "1900", 48),
        ("left_early", None, "1929", 89),
        ("left_early", None, "1801", 1),
        ("no_show", None, None, 0),
        ("excused", "1800", "1930", 0),
    ],
)
def test_mark_counts_minutes_inside_the_block(evening, center, therapist, state, arrived, left, minutes):
    mark(evening, center.client, state, arrived=arrived, left=left, by=therapist)
    assert saved_minutes(evening, center.client) == minutes


def test_mark_counts_only_the_counted_part_of_a_block(evening, center, therapist):
    """A 240 min outing of which 180 count: there for 120 of 240 gives 120 * 180 // 240 = 90."""
    outing = session_of(evening.release, center, evening.service, evening.day, 9 * 60, minutes=240, counted_minutes=180)
    seat_of(outing, center.client)
    seat_of(outing, center.other_client)
    mark(outing, center.client, "present", by=therapist)
    mark(outing, center.other_client, "late", arrived="1100", by=therapist)
    assert [saved_minutes(outing, c) for c in (center.client, center.other_client)] == [180, 90]


@pytest.mark.parametrize(
    ("state", "arrived", "left", "words"),
    [
        ("late", None, None, "Late: type when they arrived, between 18:00 and 19:30."),
        ("late", "1800", None, "Late: type when they arrived, between 18:00 and 19:30."),
        ("late", "1931", None, "19:31 lies outside the session, 18:00 to 19:30."),
        ("late", "1930", None, "Came 19:30 and left 19:30: they left before they came."),
        ("late", "1759", None, "17:59 lies outside the session, 18:00 to 19:30."),
        ("left_early", None, "1930", "Left early: type when they left, between 18:00 and 19:30."),
        ("left_early", "1900", "1845", "Came 19:00 and left 18:45: they left before they came."),
        ("late", "2560", None, "“2560” does not exist: hours go from 0 to 23."),
        ("present", "1810", None, "Present means the whole session. Choose late or left early for a part of it."),
        ("asleep", None, None, "Choose one of the attendance words."),
    ],
)
def test_mark_refuses_times_that_do_not_fit(evening, center, therapist, state, arrived, left, words):
    with pytest.raises(MarkRefused) as raised:
        mark(evening, center.client, state, arrived=arrived, left=left, by=therapist)
    assert str(raised.value) == words
    assert not Attendance.objects.exists()


def test_mark_refuses_a_time_the_clocks_jump_over(center, therapist):
    """14 March 2027, clocks go from 2:00 to 3:00: a night session from 1:00 to 5:00 has no 2:30."""
    sunday = date(2027, 3, 14)
    night = session_of(
        release_of(center, date(2027, 3, 8)), center, center.program.services.first(), sunday, 60, minutes=240
    )
    seat_of(night, center.client)
    with clock.set_to(night.ends_at), pytest.raises(MarkRefused) as raised:
        mark(night, center.client, "late", arrived="230", by=therapist)
    assert str(raised.value) == "2:30 does not exist on this day: the clocks go forward."


def test_mark_opens_a_quarter_of_an_hour_before_the_start(evening, center, therapist):
    with at(evening, SIX - 16), pytest.raises(MarkRefused) as raised:
        mark(evening, center.client, "present", by=therapist)
    assert str(raised.value) == "Attendance opens 15 minutes before the start, 18:00."
    with at(evening, SIX - 15):
        assert mark(evening, center.client, "present", by=therapist).revision == 1


def test_mark_twice_changes_nothing_and_leaves_one_event(evening, center, therapist):
    first = mark(evening, center.client, "late", arrived="1812", by=therapist, revision=0)
    again = mark(evening, center.client, "late", arrived="18:12", by=therapist, revision=0)
    assert (again.pk, again.revision, again.marked_at) == (first.pk, 1, first.marked_at)
    assert Event.objects.filter(action="attendance_marked", client_id=str(center.client.pk)).count() == 1


def test_mark_of_two_editors_says_both_values_and_keeps_the_first(evening, center, therapist):
    mark(evening, center.client, "late", arrived="1812", by=therapist, revision=0)
    with pytest.raises(EditedMeanwhile) as raised:
        mark(evening, center.client, "no_show", by=therapist, revision=0)
    assert str(raised.value) == (
        "Somebody marked this meanwhile: it says Late, 18:12 to 19:30, you chose No-show. Nothing was changed."
    )
    assert raised.value.theirs.state == "late"
    assert Attendance.objects.get().state == "late"
    assert mark(evening, center.client, "no_show", by=therapist, revision=1).revision == 2


def test_mark_needs_a_place_on_the_roster(evening, center, therapist):
    stranger = client_of(center, "1003", "Ines", "Ott", center.counselor, None)
    with pytest.raises(MarkRefused) as raised:
        mark(evening, stranger, "present", by=therapist)
    assert str(raised.value) == "Ines O. has no seat here. Add them as a visitor first."
    add_visitor(evening, stranger, by=therapist)
    assert mark(evening, stranger, "present", by=therapist).counted_minutes == 90
    with pytest.raises(MarkRefused):
        take_off(evening, stranger, by=therapist)


def test_add_visitor_keeps_no_contact_pairs_apart_without_saying_why(evening, center, therapist):
    stranger = client_of(center, "1003", "Ines", "Ott", center.counselor, None)
    one, other = sorted([center.client, stranger], key=lambda client: client.pk)
    NoContactPair.objects.create(organization=center.organization, client=one, other=other, reason="private")
    with pytest.raises(MarkRefused) as raised:
        add_visitor(evening, stranger, by=therapist)
    assert str(raised.value) == "Ines O. is not possible in this group. Ask the clinical director."


def test_mark_many_saves_all_or_none(evening, center, therapist):
    both = [Asked(center.client, "present"), Asked(center.other_client, "late")]
    with pytest.raises(MarkRefused):
        mark_many(evening, both, by=therapist)
    assert not Attendance.objects.exists()
    mark_many(evening, [both[0], Asked(center.other_client, "late", arrived=1092)], by=therapist)
    assert [saved_minutes(evening, c) for c in (center.client, center.other_client)] == [90, 78]


def test_restore_goes_back_step_by_step_and_leaves_events(evening, center, therapist):
    for asked in (("present", None), ("late", "1812"), ("excused", None)):
        mark(evening, center.client, asked[0], arrived=asked[1], by=therapist)
    back = restore(evening, center.client, to_revision=2, by=therapist, revision=3)
    assert (back.state, back.arrived, back.left, back.counted_minutes, back.revision) == ("late", 1092, 1170, 78, 4)
    assert restore(evening, center.client, to_revision=1, by=therapist).state == "present"
    assert restore(evening, center.client, to_revision=0, by=therapist) is None
    assert not Attendance.objects.exists()
    assert Event.objects.filter(action="attendance_undone").count() == 3


def test_restore_refuses_when_somebody_marked_meanwhile(evening, center, therapist):
    mark(evening, center.client, "present", by=therapist)
    mark(evening, center.client, "excused", by=therapist)
    with pytest.raises(EditedMeanwhile):
        restore(evening, center.client, to_revision=0, by=therapist, revision=1)
    assert Attendance.objects.get().state == "excused"


def test_call_off_marks_everybody_and_can_be_taken_back(evening, center, therapist):
    mark(evening, center.client, "present", by=therapist)
    call_off(evening, reason="No heating", by=therapist)
    call_off(evening, reason="No heating", by=therapist)
    states = Attendance.objects.values_list("state", flat=True)
    assert list(states) == ["cancelled_by_program"] * 2
    with pytest.raises(MarkRefused):
        mark(evening, center.client, "present", by=therapist)
    hold_after_all(evening, by=therapist)
    assert list(Attendance.objects.values_list("client__number", "state")) == [("1001", "present")]


def test_call_off_needs_a_reason_and_the_day_itself(evening, center, therapist):
    with pytest.raises(MarkRefused):
        call_off(evening, reason=" ", by=therapist)
    with clock.set_to(wall_time.instant(date(2026, 11, 30), 720, evening.zone)), pytest.raises(MarkRefused):
        call_off(evening, reason="No heating", by=therapist)
