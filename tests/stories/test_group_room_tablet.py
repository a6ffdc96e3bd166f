"""The group room on a tablet: keys, typed times, undo, two tablets, no connection, and the lock. In a real browser."""

import secrets
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from iop.attendance.models import Attendance
from iop.centers.models import Service
from iop.core.policy import Role
from tests.attendance.released import release_of, seat_of, session_of
from tests.cast import client_of, make_cast

pytestmark = pytest.mark.browser

TUESDAY = date(2026, 12, 1)
SEVEN = datetime(2026, 12, 2, 0, 0, tzinfo=UTC)
"""19:00 at the center, the group began at 18:00."""


@pytest.fixture
def room(site, times):
    """Four people at 18:00 to 19:30, really committed."""
    times.at(SEVEN)
    cast = make_cast(f"tablet-{secrets.token_hex(4)}")
    with cast.acting():
        service = Service.objects.filter(program=cast.program, kind="group").first()
        session = session_of(release_of(cast, date(2026, 11, 30)), cast, service, TUESDAY, 18 * 60, minutes=90)
        people = [cast.client, cast.other_client]
        people += [
            client_of(cast, f"200{at}", name, "Test", cast.counselor, None) for at, name in enumerate(["Ana", "Ben"])
        ]
        for client in people:
            seat_of(session, client)
    return cast, session


def opened(visit, room) -> Page:
    cast, session = room
    page = visit(cast.users[Role.THERAPIST])
    page.goto(f"/group-rooms/{session.public_id}/")
    expect(page.locator("#room-count")).to_have_text("0 of 4 marked.")
    return page


def marks(room) -> dict[str, tuple[str, int]]:
    cast, session = room
    with cast.acting():
        rows = Attendance.objects.filter(session=session).select_related("client")
        return {row.client.short_name: (row.state, row.counted_minutes) for row in rows}


def test_keys_mark_several_take_typed_times_and_undo(visit, room):
    page = opened(visit, room)
    page.keyboard.press("1")
    page.keyboard.press("Shift+2")
    page.keyboard.press("p")
    expect(page.locator("#room-count")).to_have_text("2 of 4 marked.")
    page.keyboard.press("3")
    page.keyboard.press("l")
    expect(page.get_by_text("Type when they arrived, like 1812.")).to_be_visible()
    page.keyboard.type("1812")
    page.keyboard.press("Enter")
    expect(page.locator("#room-count")).to_have_text("3 of 4 marked.")
    page.keyboard.press("4")
    page.keyboard.press("n")
    expect(page.locator("#room-count")).to_have_text("4 of 4 marked.")
    assert marks(room) == {
        "Ana T.": ("present", 90),
        "Ben T.": ("present", 90),
        "Dmitri V.": ("late", 78),
        "Marisol V.": ("no_show", 0),
    }
    page.keyboard.press("z")
    expect(page.locator("#room-count")).to_have_text("3 of 4 marked.")
    expect(page.locator("#room-saved")).to_contain_text("Undone")
    assert "Marisol V." not in marks(room)


def test_a_time_that_does_not_exist_is_said_and_kept(visit, room):
    page = opened(visit, room)
    page.keyboard.press("1")
    page.keyboard.press("l")
    page.keyboard.type("2560")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“2560” does not exist: hours go from 0 to 23.")).to_be_visible()
    expect(page.locator("tr[data-key='1'] input.time").first).to_have_value("2560")
    assert marks(room) == {}


def test_marks_without_connection_are_kept_by_ids_and_sent_once(visit, room):
    page = opened(visit, room)
    page.context.set_offline(True)
    page.keyboard.press("1")
    page.keyboard.press("p")
    page.keyboard.press("2")
    page.keyboard.press("x")
    expect(page.locator("#room-kept")).to_contain_text("2 marks are kept on this device")
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert '"present' in stored.replace("\\", "")
    assert not [name for name in ("Ana", "Ben", "Test") if name in stored]
    assert marks(room) == {}
    page.context.set_offline(False)
    expect(page.locator("#room-count")).to_have_text("2 of 4 marked.")
    expect(page.locator("#room-kept")).to_be_hidden()
    assert marks(room) == {"Ana T.": ("present", 90), "Ben T.": ("excused", 0)}
    assert "iop-marks" not in page.evaluate("JSON.stringify(localStorage)")


def test_two_tablets_see_both_values_and_choose(visit, room):
    one, two = opened(visit, room), opened(visit, room)
    one.keyboard.press("1")
    one.keyboard.press("p")
    expect(one.locator("#room-count")).to_have_text("1 of 4 marked.")
    two.keyboard.press("1")
    two.keyboard.press("n")
    expect(two.get_by_text("it says Present, you chose No-show")).to_be_visible()
    assert marks(room) == {"Ana T.": ("present", 90)}
    two.get_by_role("button", name="Use yours").click()
    expect(two.get_by_text("it says Present")).to_be_hidden()
    assert marks(room) == {"Ana T.": ("no_show", 0)}


def test_the_tablet_locks_after_a_while_and_opens_with_the_password(visit, room, monkeypatch):
    monkeypatch.setattr(settings, "SHARED_TABLET_LOCK_SECONDS", 2)
    page = opened(visit, room)
    page.wait_for_url("**/account/unlock/**", timeout=10_000)
    page.goto("/clients/")
    assert "/account/unlock/" in page.url
    assert "Marisol" not in page.content()
