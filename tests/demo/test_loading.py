"""A demo center is whole, true to the present week, and loaded once."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from iop.accounts.demo import DOMAIN, PASSWORD
from iop.accounts.models import User
from iop.attendance.models import Attendance
from iop.audit.models import Event
from iop.centers.models import Organization
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.core.programs.loading import SHIPPED
from iop.flows.demo.file import path_of, read_text
from iop.flows.demo.loading import load, slug_of
from iop.flows.week.judging import breaches_of
from iop.flows.week.past import session_json
from iop.plans.digest import digest_of
from iop.plans.models import HoursProposal, PlanSignature
from iop.plans.queries import waiting
from iop.schedule.models import Booking, Release, Session
from iop.tenancy.context import acting_for
from tests.demo.loaded import demo_at

MONDAY_NOON = datetime(2027, 1, 18, 17, 0, tzinfo=UTC)
ROLES = {
    Role.DIRECTOR,
    Role.THERAPIST,
    Role.ADMISSIONS,
    Role.CASE_MANAGER,
    Role.PRESCRIBER,
    Role.FRONT_DESK,
    Role.PRIVACY_OFFICER,
    Role.CLIENT,
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", SHIPPED)
def test_center_is_whole(key):
    with demo_at(key) as demo:
        released = {release.week.monday: release for release in Release.objects.select_related("week", "draft")}
        next_week = {demo.week(1)} if key != "waypoint" else set()

        assert set(released) == {demo.week(n) for n in range(-4, 1)} | next_week
        for monday, release in released.items():
            sessions = [session_json(s) for s in demo.sessions((monday - demo.monday).days // 7)]
            assert sessions
            assert breaches_of(release.draft.problem, {"sessions": sessions}) == ()
        check_bookings()
        check_signatures()
        assert 9 <= Client.objects.count() <= 12
        assert waiting(HoursProposal.objects.all()).exists()
        assert {user.policy_role for user in User.objects.filter(organization=demo.organization)} == ROLES


def check_bookings() -> None:
    """Room, staff and clients of every session in force are booked for exactly its time."""
    for session in Session.objects.filter(withdrawn_by__isnull=True).prefetch_related("seats", "bookings"):
        leaders = [session.leader_id, *([session.co_leader_id] if session.co_leader_id else [])]
        expected = {(Booking.STAFF, leader) for leader in leaders}
        expected |= {(Booking.CLIENT, seat.client_id) for seat in session.seats.all() if not seat.withdrawn_by_id}
        expected |= {(Booking.ROOM, session.room_id)} if session.room_id else set()
        bookings = session.bookings.all()
        assert {(one.kind, one.resource_id) for one in bookings} == expected
        assert {(one.during.lower, one.during.upper) for one in bookings} == {(session.starts_at, session.ends_at)}


def check_signatures() -> None:
    signatures = list(PlanSignature.objects.select_related("version"))
    assert signatures
    assert [s.digest for s in signatures] == [digest_of(s.version) for s in signatures]


def test_on_monday_only_what_has_happened_is_there():
    with demo_at("steady", MONDAY_NOON) as demo:
        marks = Attendance.objects.filter(session__day__gte=demo.monday)

        assert Attendance.objects.filter(session__day__range=(demo.week(-1), demo.monday - timedelta(days=1))).exists()
        assert not Attendance.objects.filter(marked_at__gt=clock.now()).exists()
        assert {mark.session.day for mark in marks} <= {demo.monday}
        assert not Event.objects.filter(at__gt=clock.now()).exists()
        assert demo.sessions(0)
        assert demo.sessions(1)
        assert waiting(HoursProposal.objects.all()).exists()


@pytest.mark.parametrize(
    "now",
    [datetime(2027, 3, 11, 17, 0, tzinfo=UTC), datetime(2026, 11, 5, 17, 0, tzinfo=UTC)],
    ids=["clocks spring forward on Sunday", "clocks fell back on Sunday"],
)
def test_eighteen_hundred_stays_eighteen_hundred_across_a_change_of_clocks(now):
    with demo_at("steady", now):
        zone, offsets = ZoneInfo("America/Los_Angeles"), set()
        for session in Session.objects.all():
            local = session.starts_at.astimezone(zone)
            offsets.add(local.utcoffset() / timedelta(hours=1))
            assert (local.date(), local.hour * 60 + local.minute) == (session.day, session.start_minute)
            assert session.ends_at - session.starts_at == timedelta(minutes=session.minutes)
        evenings = Session.objects.filter(start_minute=18 * 60)

        assert {one.starts_at.astimezone(zone).strftime("%H:%M") for one in evenings} == {"18:00"}
        assert offsets == {-8.0, -7.0}


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True


def test_second_load_says_so_and_changes_nothing(demo_mode):
    first, second = StringIO(), StringIO()
    call_command("load_demo", "steady", stdout=first)
    organization = Organization.objects.get(slug=slug_of("steady"))
    before = rows_of(organization)

    call_command("load_demo", "steady", stdout=second)

    assert "Steady Ground" in first.getvalue()
    assert "is here already, nothing was changed" in second.getvalue()
    assert rows_of(organization) == before
    user = User.objects.get(email=f"director@steady{DOMAIN}")
    assert check_password(PASSWORD, user.password)


def rows_of(organization: Organization) -> tuple[int, int, int]:
    with acting_for(organization.pk, actor="test"):
        return Client.objects.count(), Session.objects.count(), Event.objects.count()


def test_load_that_fails_leaves_nothing(cast):
    """An account of the demo's address is in the way."""
    User.objects.filter(pk=cast.outsider.pk).update(email=f"client@steady{DOMAIN}")

    with pytest.raises(IntegrityError), transaction.atomic():
        load("steady", password="!")

    assert not Organization.objects.filter(slug=slug_of("steady")).exists()
    assert not User.objects.filter(email=f"director@steady{DOMAIN}").exists()


def test_no_demo_where_it_is_not_wanted(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_demo", "steady")

    assert not Organization.objects.filter(slug=slug_of("steady")).exists()


@pytest.mark.parametrize("key", SHIPPED)
def test_file_is_small_and_holds_no_password(key):
    assert len(path_of(key).read_bytes()) < 400_000
    assert "password" not in read_text(key)
    assert "argon2" not in read_text(key)
