"""Every page of every role in a real browser: no barrier, nothing sideways, no name in a title; by keyboard; on paper."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from iop.core.policy import Role, may
from tests.ground.addresses import Address, addresses, filled
from tests.stories.conftest import DESK, Times
from tests.stories.full_world import LAST, NEXT, make_full_world
from tests.stories.looking import Look
from tests.week.world import World

pytestmark = pytest.mark.browser

LOOKERS = [Role.DIRECTOR, Role.THERAPIST, Role.FRONT_DESK, Role.CLIENT, None]
ENDS_THE_VISIT = ["account_logout", "account_lock"]
"""Looked at last."""


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
