"""Marisol's week of 30 November 2026, seen on Tuesday 1 December at 12:40 in Orlando. Her next thing is at 14:00."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client as Browser

from iop.centers.models import HostedMeeting, Service
from iop.core import clock
from iop.core.policy import Role
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.models import WeekNotice
from tests.attendance.released import release_of, seat_of, session_of, signed_plan

MONDAY = date(2026, 11, 30)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
NOW = datetime(2026, 12, 1, 17, 40, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def december():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def center(cast):
    """The cast, inside its center."""
    with cast.acting(Role.DIRECTOR):
        yield cast


@pytest.fixture
def release(center):
    return release_of(center, MONDAY)


@pytest.fixture
def seated(center, release):
    """`seated("process", TUESDAY, 14 * 60)`: a session of that service in which Marisol has a seat; calendars are told."""

    def make(key, day, start, **more):
        of_week, client = more.pop("release", release), more.pop("client", center.client)
        session = session_of(of_week, center, Service.objects.get(key=key), day, start, **more)
        seat_of(session, client)
        tell_calendars([session])
        return session

    return make


@pytest.fixture
def week(center, seated):
    """Two sessions on Tuesday, one after the other, one on Wednesday; 12 h are prescribed."""
    signed_plan(center.client, center, MONDAY, 720)
    individual = seated("individual", TUESDAY, 14 * 60, minutes=60, counted_minutes=60, group=None)
    group = seated("process", TUESDAY, 15 * 60, minutes=90, counted_minutes=90)
    wednesday = seated("process", WEDNESDAY, 9 * 60, minutes=180, counted_minutes=180)
    return [individual, group, wednesday]


@pytest.fixture
def told(center, release):
    """`told(session, "moved", was=840)`: a notice that this session changed."""

    def make(session, what, was=None, **more):
        start = session.day.weekday() * 1440 + session.start_minute
        change = {"what": what, "session": session.public_id, "service": "", "group": None, "start": start, "was": was}
        return WeekNotice.objects.create(
            organization=center.organization,
            release=more.get("release", release),
            client=center.client,
            changes=[change],
        )

    return make


@pytest.fixture
def meeting(center):
    """An evening meeting the building hosts on Tuesdays."""
    HostedMeeting.objects.all().delete()
    return HostedMeeting.objects.create(
        organization=center.organization,
        room=center.site.rooms.order_by("-capacity").first(),
        name="Evening meeting",
        fellowship="secular",
        weekday=1,
        start_minute=18 * 60 + 30,
        minutes=60,
    )


@pytest.fixture
def visit(center):
    """`visit(Role.CLIENT)`: a signed-in browser."""

    def signed_in(role=Role.CLIENT, user=None):
        browser = Browser()
        browser.force_login(user or center.users[role], backend=BACKEND)
        return browser

    return signed_in


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}
