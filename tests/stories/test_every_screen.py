"""Every page of every role in a real browser: no barrier, nothing sideways, no name in a title; by keyboard; on paper."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from iop.core.policy import Role, may
from iop.plans.models import HoursProposal
from tests.cast import PASSWORD
from tests.ground.addresses import Address, addresses, filled, session
from tests.stories.conftest import DESK, Times
from tests.stories.full_world import LAST, NEXT, THIS, make_full_world
from tests.stories.looking import Look
from tests.week.world import World

pytestmark = pytest.mark.browser

LOOKERS = [Role.DIRECTOR, Role.THERAPIST, Role.FRONT_DESK, Role.CLIENT, None]
ENDS_THE_VISIT = ["account_logout", "account_lock"]
"""Looked at last."""

A4_ACROSS = {"width": 1001, "height": 673}
"""What Chromium lays out a landscape page in: 265 mm at 96 dots an inch."""

A4_UPRIGHT = {"width": 673, "height": 1001}
CUT_OFF = """() => [...document.querySelectorAll('main table, main svg, main p')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 90))"""

NINE_HOURS = 540


@pytest.fixture(scope="module")
def world(site) -> Iterator[World]:
    """One center for the module; looking changes nothing in it."""
    with pytest.MonkeyPatch.context() as patch:
        times = Times()
        patch.setattr("iop.core.clock._source", lambda: times.now)
        yield make_full_world(times)


def address_of(address: Address, world: World) -> str:
    with world.acting():
        return reverse(address.name, kwargs=filled(address, world.cast))


def pages_for(world: World, role: Role | None) -> list[str]:
    """Everything this role may ask for; the pages that end the visit come last."""
    allowed = [address for address in addresses() if may(role, address.action)]
    during = [address_of(address, world) for address in allowed if address.name not in ENDS_THE_VISIT]
    return during + more_pages(world, role) + [reverse(name) for name in ENDS_THE_VISIT if role]


def more_pages(world: World, role: Role | None) -> list[str]:
    """The same screens in another state: without a plan, after a return to use, in the past, as a draft."""
    if role in (None, Role.CLIENT):
        return []
    others = [world.cast.other_client, world.clients[9]]
    pages = [reverse(name, args=[client.public_id]) for client in others for name in ("client", "client_plan")]
    weeks = [reverse("timetable_week", args=[monday.isoformat()]) for monday in (LAST, NEXT)]
    return pages + weeks + [f"{weeks[1]}?show=changes", f"{weeks[1]}?by=staff"]


def names_in(world: World) -> set[str]:
    people = [*world.clients, world.cast.counselor, world.cast.other_counselor, world.cast.director]
    return {name for person in people for name in (person.first_name, person.last_name)} - {"Test"}


@pytest.mark.parametrize("role", LOOKERS, ids=lambda role: role.value if role else "signed_out")
def test_every_screen(world, visit, browser, site, role):
    context = None if role else browser.new_context(viewport=DESK, base_url=site)
    page = context.new_page() if context else visit(world.cast.users[role])
    look = Look(page, role.value if role else "signed_out", names_in(world))
    for url in pages_for(world, role):
        if look.is_page(url):
            look.at(url)
    if context:
        context.close()
    assert not look.wrong, "\n".join(look.wrong)
    assert len(look.seen) >= (4 if role is None else 8)


def test_paper_has_the_content_and_not_the_frame(world, visit):
    page = visit(world.director)
    client = world.cast.client.public_id
    week = reverse("timetable_week", args=[THIS.isoformat()])
    for url, paper in (
        (reverse("board"), A4_UPRIGHT),
        (reverse("clients"), A4_UPRIGHT),
        (reverse("client_plan", args=[client]), A4_UPRIGHT),
        (week, A4_ACROSS),
        (week, A4_UPRIGHT),
    ):
        page.goto(url)
        page.set_viewport_size(paper)
        page.emulate_media(media="print")
        expect(page.locator(".iop-rail")).to_be_hidden()
        expect(page.get_by_role("main").get_by_role("button").filter(visible=True)).to_have_count(0)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("main table").first.is_visible(), url
        assert page.evaluate(CUT_OFF) == [], url
        page.emulate_media(media="screen")
    page.emulate_media(media="print")
    assert page.locator(".iop-week td:visible").count() >= 5 * page.locator(".iop-week tbody tr").count()


def tab_to(page: Page, target: Locator) -> None:
    """Tab until the target has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is out of reach of the Tab key")


def test_the_keyboard_alone_suffices(world, browser, site):
    page = browser.new_context(viewport=DESK, base_url=site).new_page()
    page.goto("/account/sign-in/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type(world.director.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wednesday 9 December")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="Week of 14 December")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Week before"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Week of 7 December")).to_be_visible()

    mark_by_keys(page, world)
    sign_by_keys(page, world)
    page.context.close()


def mark_by_keys(page: Page, world: World) -> None:
    """A group that began: the first person present, then all, and that taken back."""
    page.keyboard.press("g")
    page.keyboard.press("r")
    with world.acting():
        room = reverse("group_room", args=[session(world.cast)])
    tab_to(page, page.locator(f"main a[href='{room}']").first)
    page.keyboard.press("Enter")
    rows = page.locator("tr[data-client]")
    present = page.locator("tr[data-client][data-state='present']")
    expect(rows.first).to_be_visible()
    page.wait_for_load_state()
    expect(present).to_have_count(0)
    page.keyboard.press("1")
    page.keyboard.press("p")
    expect(present).to_have_count(1)
    page.keyboard.press("a")
    expect(present).to_have_count(rows.count())
    page.keyboard.press("z")
    expect(present).to_have_count(1)
    expect(page.locator("#room-saved")).to_contain_text("Undone")


def sign_by_keys(page: Page, world: World) -> None:
    """Marisol's 9 hours: S asks, Enter on the deed signs."""
    page.keyboard.press("g")
    page.keyboard.press("s")
    tab_to(page, page.get_by_role("link").filter(has_text="Marisol Vega").filter(has_text="to 9 h"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign 9 h a week")).to_be_visible()
    page.keyboard.press("s")
    tab_to(page, page.get_by_role("dialog").get_by_role("button", name="Sign it"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sign for Marisol Vega?")).to_be_hidden()
    with world.acting():
        decided = HoursProposal.objects.get(version__plan__episode__client=world.cast.client, withdrawn_at=None)
        assert decided.decision.verdict == "signed"
        assert decided.to_minutes == NINE_HOURS
