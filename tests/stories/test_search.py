"""Finding somebody: the list follows the typing, and the address never holds a name."""

import re

import pytest
from playwright.sync_api import expect

from iop.core.policy import Role
from tests.cast import make_cast

pytestmark = pytest.mark.browser


def test_typing_narrows_the_list_and_the_address_holds_no_name(site, times, visit):
    cast = make_cast("search")
    desk = visit(cast.users[Role.DIRECTOR])
    desk.goto("/clients/")
    expect(desk.get_by_role("link", name="Dmitri Volkov")).to_be_visible()
    desk.get_by_label("Name or chart number begins with").press_sequentially("vega")
    expect(desk.get_by_role("link", name="Dmitri Volkov")).to_have_count(0)
    expect(desk.get_by_role("link", name="Marisol Vega")).to_be_visible()
    expect(desk).not_to_have_url(with_words("vega"))
    desk.reload()
    expect(desk.get_by_role("link", name="Dmitri Volkov")).to_have_count(0)


def test_find_in_the_rail_leads_to_the_list(site, times, visit):
    cast = make_cast("find")
    desk = visit(cast.users[Role.DIRECTOR])
    desk.goto("/staff/")
    desk.keyboard.press("/")
    desk.keyboard.type("volk")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("link", name="Dmitri Volkov")).to_be_visible()
    expect(desk.get_by_role("link", name="Marisol Vega")).to_have_count(0)
    expect(desk).not_to_have_url(with_words("volk"))


def with_words(words: str):
    return re.compile(words, re.IGNORECASE)
