"""A session called off gives back its room and its people, and takes them again when it is held after all."""

import pytest

from iop.attendance.actions.calling_off import call_off, hold_after_all
from iop.attendance.models import Attendance
from iop.attendance.refusals import MarkRefused
from iop.core.policy import Role
from iop.schedule.actions.booking import book
from iop.schedule.models import Booking, Seat, SessionCancellation, WeekNotice
from tests.attendance.released import session_of


@pytest.fixture
def inside(center, evening):
    """In the center, with the evening's session booked as a release would book it."""
    with center.acting():
        clients = Seat.objects.filter(session=evening).values_list("client_id", flat=True)
        book([(evening, list(clients))])
        yield center.users[Role.DIRECTOR]


def booked(session) -> int:
    return Booking.objects.filter(session=session).count()


def test_called_off_frees_everybody_and_tells_them(inside, evening):
    before = booked(evening)
    assert before == 4
    call_off(evening, reason="The heating is out", by=inside)
    call_off(evening, reason="The heating is out", by=inside)
    assert booked(evening) == 0
    assert Attendance.objects.filter(session=evening, state="cancelled_by_program").count() == 2
    assert WeekNotice.objects.filter(client__isnull=False).count() == 2


def test_held_after_all_books_again(inside, evening):
    call_off(evening, reason="The heating is out", by=inside)
    hold_after_all(evening, by=inside)
    assert booked(evening) == 4
    assert not SessionCancellation.objects.filter(session=evening).exists()


def test_held_after_all_is_refused_when_the_room_is_taken_meanwhile(inside, evening, center):
    call_off(evening, reason="The heating is out", by=inside)
    other = session_of(
        evening.release, center, evening.service, evening.day, evening.start_minute, leader=center.other_counselor
    )
    book([(other, [])])
    with pytest.raises(MarkRefused, match="double-book"):
        hold_after_all(evening, by=inside)
    assert booked(evening) == 0
    assert SessionCancellation.objects.filter(session=evening).exists()
