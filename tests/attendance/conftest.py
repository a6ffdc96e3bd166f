"""Tuesday 1 December 2026, an evening group of six o'clock at the cast's center."""

from datetime import UTC, date, datetime, timedelta

import pytest

from iop.centers.models import Service
from iop.core import clock, wall_time
from iop.core.policy import Role
from tests.attendance.released import release_of, seat_of, session_of

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 1)
SIX = 18 * 60
NOW = datetime(2026, 12, 2, 0, 31, tzinfo=UTC)


@pytest.fixture(autouse=True)
def december():
    """The clock stands at 18:31 or 19:31 at the center, in its zone; each test may set another moment."""
    with clock.set_to(NOW):
        yield


@pytest.fixture
def center(cast):
    """The cast, acting as the therapist."""
    with cast.acting(Role.THERAPIST):
        yield cast


@pytest.fixture
def evening(center):
    """A group of 90 block minutes that counts in full, both clients have a seat."""
    service = Service.objects.filter(kind="group", program=center.program).first()
    release = release_of(center, MONDAY)
    session = session_of(release, center, service, TUESDAY, SIX, minutes=90, counted_minutes=90)
    seat_of(session, center.client)
    seat_of(session, center.other_client)
    with clock.set_to(session.ends_at + timedelta(minutes=1)):
        yield session


@pytest.fixture
def therapist(center):
    return center.users[Role.THERAPIST]


def at(session, minute: int):
    """The clock at a minute of the session's day, wall time."""
    return clock.set_to(wall_time.instant(session.day, minute, session.zone))
