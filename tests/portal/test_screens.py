"""The portal in a real browser at phone and desktop width: no barrier, nothing sideways, targets a thumb can hit.

Django draws the pages first; the browser gets them with their own headers, so that content policy counts.
"""

import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from iop.portal.queries import own_notices
from tests.portal.conftest import MONDAY
from tests.portal.plans import drafted_plan, goal, sign, step
from tests.portal.test_pages import found

AXE = Path(__file__).resolve().parents[1] / "vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ["portal_today", "portal_week", "portal_plan", "portal_more", "portal_calendar", "made", "mistake"]
TARGET = 44
SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, label.iop-check')]
    .filter(e => e.checkVisibility() && !e.closest('.iop-check > *, .iop-segment, dialog') && !e.matches('.iop-skip'))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, box]) => box.height < least - 0.5 && box.width > 0)
    .map(([html, box]) => `${Math.round(box.height)} px: ${html}`)"""


@pytest.fixture(autouse=True)
def plain_static_names(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def drawn(center, week, visit, told, meeting):
    """Every page with something on it, by address."""
    version = drafted_plan(center.client, center, MONDAY, 720)
    step(version, "attendance", metric="attendance_share", value=80, window_days=14)
    step(version, "days", metric="days_in_phase", value=7)
    step(version, "plan", "A safety plan, written together", metric="signed_observation", value=1)
    step(version, "visits", metric="visits", value=3, window_days=14)
    goal(version, "Be there for my daughter", "Call one person, and call them again", MONDAY)
    sign(version, center)
    found(version, "attendance", "not_met", attended=1200, prescribed=1440)
    found(version, "days", "met")
    found(version, "plan", "not_met")
    told(week[0], "leader")
    told(week[2], "moved", was=14 * 60)
    browser, pages = visit(), {}
    for name in NAMES[:5]:
        own_notices(center.client, [MONDAY]).update(seen_at=None)
        pages[f"/{name}/"] = browser.get(reverse(name))
    pages["/made/"] = browser.post(reverse("portal_calendar_make"), {"title": "Piano", "instead_of": ""})
    pages["/mistake/"] = browser.post(reverse("portal_calendar_change"), {"title": ""})
    return pages


@pytest.fixture
def screen(page, drawn):
    """A browser that knows these pages; whatever it complains about fails the test."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def answer(route) -> None:
        path = re.sub(r"^https?://[^/]+", "", route.request.url).partition("?")[0]
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        elif path in drawn:
            sent = drawn[path]
            headers = {name: sent[name] for name in ("Content-Type", "Content-Security-Policy")}
            route.fulfill(body=sent.content, headers=headers)
        else:
            route.fulfill(status=204)

    page.route("**/*", answer)
    yield page
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_barrier_nothing_sideways_and_targets_for_thumbs(screen, width, scheme):
    screen.set_viewport_size({"width": width, "height": 850})
    screen.emulate_media(color_scheme=scheme)
    for name in NAMES:
        screen.goto(f"http://iop.test/{name}/")
        screen.evaluate(AXE.read_text(encoding="utf-8"))
        barriers = screen.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)["violations"]
        assert [f"{name} {one['id']}: {node['html']}" for one in barriers for node in one["nodes"]] == []
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert screen.evaluate(SMALL_TARGETS, TARGET) == [], name
        assert screen.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 16
        if os.environ.get("IOP_PICTURES"):
            screen.screenshot(path=f"{os.environ['IOP_PICTURES']}/{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.browser
def test_keyboard_alone_makes_a_new_address(screen):
    screen.goto("http://iop.test/made/")
    screen.get_by_role("button", name="Make a new address …").focus()
    screen.keyboard.press("Enter")
    dialog = screen.get_by_role("dialog", name="Make a new address?")
    assert dialog.get_by_role("button").all_inner_texts() == ["Keep this one", "Make a new address"]
    screen.keyboard.press("Escape")
    assert dialog.is_hidden()
    assert screen.evaluate("document.activeElement.textContent") == "Make a new address …"


@pytest.mark.browser
def test_mistake_has_the_focus_and_says_itself(screen):
    screen.goto("http://iop.test/mistake/")
    assert screen.evaluate("document.activeElement.id") == "id_title"
