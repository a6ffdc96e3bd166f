"""Staff and rooms on the screen: what is shown, what is refused, what is kept."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.centers.models import Credential, RoomClosure, Staff
from iop.core.policy import Role
from tests.cast import staff_of


@pytest.fixture
def visit(cast):
    """`visit(Role.DIRECTOR)`: a signed-in browser."""

    def signed_in(role, user=None):
        browser = Browser()
        browser.force_login(user or cast.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return signed_in


def test_list_names_everybody_and_what_ends_soon(cast, visit):
    with cast.acting():
        Credential.objects.filter(staff=cast.counselor, code="lcsw").update(expires_on=date.today() + timedelta(days=5))
    page = visit(Role.FRONT_DESK).get(reverse("staff")).content.decode()
    assert "Carla Monte" in page
    assert page.count("LCSW to") == 1


def test_list_takes_the_same_queries_for_3_and_for_30_people(cast, visit):
    browser = visit(Role.DIRECTOR)
    browser.get(reverse("staff"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(reverse("staff"))
    with cast.acting():
        for number in range(27):
            staff_of(cast, f"extra-{number}", "Extra", f"Person {number}", None)
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("staff"))
    assert len(few) == len(many)


def test_hours_painted_on_the_grid_become_windows(cast, visit):
    address = reverse("staff_hours", args=[cast.counselor.public_id])
    visit(Role.DIRECTOR).post(address, {"works": ["0-540", "0-570", "2-600"]})
    with cast.acting():
        windows = cast.counselor.availability.order_by("weekday").values_list("weekday", "start_minute", "end_minute")
        assert list(windows) == [(0, 540, 600), (2, 600, 630)]


def test_hours_the_grid_cannot_show_stay(cast, visit):
    with cast.acting():
        rows = cast.counselor.availability
        rows.filter(weekday=0).update(start_minute=525, end_minute=1035)
        rows.filter(weekday=1).update(start_minute=360, end_minute=480)
    address = reverse("staff_member", args=[cast.counselor.public_id])
    page = visit(Role.DIRECTOR).get(address)
    visit(Role.DIRECTOR).post(reverse("staff_hours", args=[cast.counselor.public_id]), {"works": page.context["cells"]})
    with cast.acting():
        windows = cast.counselor.availability.filter(weekday__lt=2).order_by("weekday")
        said = list(windows.values_list("weekday", "start_minute", "end_minute"))
    assert said == [(0, 525, 1035), (1, 360, 480)]


def test_hours_that_are_no_cells_of_a_week_are_not_found(cast, visit):
    address = reverse("staff_hours", args=[cast.counselor.public_id])
    assert visit(Role.DIRECTOR).post(address, {"works": ["9-540"]}).status_code == 404
    with cast.acting():
        assert cast.counselor.availability.count() == 5


def test_leave_that_ends_before_it_begins_keeps_what_was_typed(cast, visit):
    address = reverse("staff_leave", args=[cast.counselor.public_id])
    typed = {"first_day": "2027-03-10", "last_day": "2027-03-01", "kind": "planned"}
    answer = visit(Role.DIRECTOR).post(address, typed)
    assert answer.status_code == 422
    assert "The last day is before the first" in answer.content.decode()
    assert "2027-03-10" in answer.content.decode()
    with cast.acting():
        assert cast.counselor.leaves.count() == 0


def test_leave_sent_twice_is_one_leave(cast, visit):
    address = reverse("staff_leave", args=[cast.counselor.public_id])
    browser, typed = visit(Role.DIRECTOR), {"first_day": "2027-03-01", "last_day": "2027-03-02", "kind": "sick"}
    browser.post(address, typed)
    browser.post(address, typed)
    with cast.acting():
        assert cast.counselor.leaves.count() == 1


def close(cast, browser, **typed):
    with cast.acting():
        room = cast.site.rooms.first()
    return room, browser.post(reverse("room_close", args=[room.public_id]), {"reason": "painting", **typed})


def test_room_closed_at_a_time_that_does_not_exist_is_refused_with_words(cast, visit):
    """On 14 March 2027 the clocks in New York go from 2:00 to 3:00."""
    _, answer = close(cast, visit(Role.DIRECTOR), day="2027-03-14", start="02:30", end="04:00")
    assert answer.status_code == 422
    assert "does not exist on that day" in answer.content.decode()
    with cast.acting():
        assert RoomClosure.objects.count() == 0
    assert close(cast, visit(Role.DIRECTOR), day="2027-03-14", start="03:30", end="04:00")[1].status_code == 302


def test_room_closes_and_opens_again(cast, visit):
    browser = visit(Role.DIRECTOR)
    room, _ = close(cast, browser, day="2027-03-15")
    with cast.acting():
        closure = RoomClosure.objects.get(room=room)
        assert (closure.start_minute, closure.end_minute) == (0, 1440)
    browser.post(reverse("closure_remove", args=[closure.public_id]))
    with cast.acting():
        assert RoomClosure.objects.count() == 0


def test_front_desk_may_look_and_not_change(cast, visit):
    browser = visit(Role.FRONT_DESK)
    assert browser.get(reverse("staff_member", args=[cast.counselor.public_id])).status_code == 200
    assert browser.post(reverse("staff_last_day", args=[cast.counselor.public_id]), {}).status_code == 404


def test_outsider_finds_nobody(cast, visit):
    browser = visit(None, cast.outsider)
    assert browser.get(reverse("staff_member", args=[cast.counselor.public_id])).status_code == 404
    assert "Carla Monte" not in browser.get(reverse("staff")).content.decode()


def test_last_day_is_kept(cast, visit):
    visit(Role.DIRECTOR).post(reverse("staff_last_day", args=[cast.counselor.public_id]), {"last_day": "2027-04-01"})
    with cast.acting():
        assert Staff.objects.get(pk=cast.counselor.pk).last_day == date(2027, 4, 1)
