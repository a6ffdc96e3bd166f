"""Delivered against prescribed, and the facts milestones are measured from."""

from datetime import timedelta

import pytest

from iop.attendance.actions.calling_off import call_off
from iop.attendance.actions.marking import mark
from iop.attendance.actions.visiting import add_visitor
from iop.attendance.queries import WeekHours, attendance_facts, delivered, unmarked, week_hours, week_of
from iop.core import clock
from tests.attendance.conftest import MONDAY, SIX, TUESDAY
from tests.attendance.released import seat_of, session_of, signed_plan
from tests.cast import client_of


@pytest.fixture
def thursday(evening, center):
    """A second group two days later, not begun yet."""
    session = session_of(
        evening.release, center, evening.service, TUESDAY + timedelta(days=2), SIX, minutes=90, counted_minutes=90
    )
    seat_of(session, center.client)
    return session


def test_week_of_tells_prescribed_delivered_ahead_and_unmarked(evening, thursday, center, therapist):
    signed_plan(center.client, center, MONDAY, 720)
    assert week_of(center.client, MONDAY) == WeekHours(prescribed=720, delivered=0, ahead=90, unmarked=90)
    mark(evening, center.client, "late", arrived="1812", by=therapist)
    assert week_of(center.client, MONDAY) == WeekHours(prescribed=720, delivered=78, ahead=90, unmarked=0)
    assert delivered(center.client, MONDAY) == 78
    assert delivered(center.client, MONDAY + timedelta(days=7)) == 0


def test_week_hours_without_a_plan_is_unknown_not_zero(evening, center):
    assert week_hours(center.program, MONDAY)[center.other_client.pk] == WeekHours(None, 0, 0, 90)


def test_a_cancelled_session_is_neither_ahead_nor_unmarked(evening, thursday, center, therapist):
    with clock.set_to(thursday.starts_at):
        call_off(thursday, reason="No heating", by=therapist)
        assert week_of(center.client, MONDAY) == WeekHours(None, 0, 0, 90)


def test_attendance_facts_carry_evidence_and_booked_minutes(evening, center, therapist):
    row = mark(evening, center.client, "left_early", left="1850", by=therapist)
    facts = attendance_facts(center.client, TUESDAY, TUESDAY)
    assert [(f.id, f.date, f.prescribed_minutes, f.attended_minutes, f.state) for f in facts] == [
        (row.public_id, TUESDAY, 90, 50, "left_early")
    ]
    assert attendance_facts(center.client, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=9)) == []


def test_a_visitor_had_nothing_booked(evening, center, therapist):
    guest = client_of(center, "1003", "Ines", "Ott", center.counselor, None)
    add_visitor(evening, guest, by=therapist)
    mark(evening, guest, "present", by=therapist)
    (fact,) = attendance_facts(guest, TUESDAY, TUESDAY)
    assert (fact.prescribed_minutes, fact.attended_minutes) == (0, 90)


def test_unmarked_names_sessions_nobody_has_marked(evening, thursday, center, therapist):
    assert list(unmarked(center.client, MONDAY, TUESDAY + timedelta(days=5))) == [evening]
    mark(evening, center.client, "no_show", by=therapist)
    assert list(unmarked(center.client, MONDAY, TUESDAY + timedelta(days=5))) == []


def test_week_hours_reads_three_times_whatever_the_number(evening, center, django_assert_num_queries):
    with django_assert_num_queries(3):
        one = week_hours(center.program, MONDAY)
    for number in range(10):
        client = client_of(center, f"2{number:03}", "Ada", f"Nr{number}", center.counselor, None)
        seat_of(evening, client)
        signed_plan(client, center, MONDAY, 540)
    with django_assert_num_queries(3):
        many = week_hours(center.program, MONDAY)
    assert len(many) == len(one) + 10
