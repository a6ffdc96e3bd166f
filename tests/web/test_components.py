"""The house style: what a component says, that nothing stands inline, and that a machine finds no barrier on the sample page."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton import render_component

from iop.web.samples import sample_page
from iop.web.templatetags.screens import ICONS, STATUS, drawing, share
from iop.web.templatetags.week_grid import grid_of

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/iop/web/static"
TEMPLATES = sorted((ROOT / "src/iop").glob("**/templates/**/*.html"))
AXE = ROOT / "tests/vendor/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET_CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
NAMES_TABLER_USES = {"row", "steps", "next", "mark"}
NAV = [
    {"label": "Board", "url": "/board/", "icon": "sun", "current": True, "key": "b", "group": "", "count": 0},
    {"label": "Clients", "url": "/clients/", "icon": "users", "current": False, "key": "c", "group": "", "count": 118},
    {
        "label": "Programs",
        "url": "/programs/",
        "icon": "adjustments-alt",
        "current": False,
        "key": "p",
        "group": "Set-up",
    },
]


def drawn(source: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list/{query}")
    return Template("{% load screens %}" + source).render(Context({"request": request, **context}))


def component(name: str, **attributes: object) -> str:
    return render_component(RequestFactory().get("/"), name, **attributes)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# What components say


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_icon_has_strokes_and_is_hidden_from_screen_readers(path):
    html = drawn("{% icon name 18 %}", name=path.stem)
    assert drawing(path.stem).startswith("<path")
    assert 'aria-hidden="true"' in html
    assert 'width="18"' in html


@pytest.mark.parametrize("name", ["no-such-icon", "../../LICENCES", "sun.svg"])
def test_icon_nobody_vendored_is_an_error(name):
    with pytest.raises(TemplateSyntaxError):
        drawn("{% icon name %}", name=name)


def test_status_says_the_same_word_everywhere():
    said = {kind: words(component("status", kind=kind)) for kind in STATUS}
    assert said["met"] == "Met"
    assert said["not_met"] == "Not met yet"
    assert said["insufficient_data"] == "Not enough data"
    assert said["waived"] == "Waived"
    assert said["paused"] == "Paused"


def test_status_nobody_knows_is_never_drawn_as_good():
    html = component("status", kind="surprise")
    assert "st-unknown" in html
    assert "st-ok" not in html


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [(7, 9, "77.8"), (0, 9, "0.0"), (12, 9, "100.0"), (None, 9, ""), (3, 0, ""), ("3.0", "12", "25.0")],
)
def test_share_is_empty_when_not_known_and_never_more_than_the_whole(value, whole, expected):
    assert share(value, whole) == expected


@pytest.mark.parametrize(
    ("query", "aria", "link"),
    [
        ("", 'aria-sort="ascending"', "?sort=-name"),
        ("?sort=name&amp;page=3", 'aria-sort="ascending"', "?sort=-name"),
        ("?sort=-name", 'aria-sort="descending"', "?sort=name"),
        ("?sort=site", "", "?sort=name"),
    ],
)
def test_sort_head_says_the_order_and_offers_the_other(query, aria, link):
    html = drawn('{% sort_head "name" "Client" default=True %}', query)
    assert re.findall(r'aria-sort="\w+"', html) == ([aria] if aria else [])
    assert f'href="{link}' in html


def test_sort_head_keeps_the_search_and_forgets_the_page():
    html = drawn('{% sort_head "site" "Site" %}', "?q=ve&page=2")
    assert "q=ve" in html
    assert "page" not in html


def test_week_grid_ticks_what_was_chosen_and_names_every_half_hour():
    grid = grid_of(18, 19, 30, ["0-1080", "6-1110"])
    ticked = [(cell.value, cell.label) for line in grid.lines for cell in line.cells if cell.checked]
    assert [line.label for line in grid.lines] == ["18:00", "18:30"]
    assert ticked == [("0-1080", "Mon 18:00–18:30"), ("6-1110", "Sun 18:30–19:00")]


def test_a_mistake_is_tied_to_its_field_and_what_was_typed_stays():
    html = sample_html()
    assert 'value="18:00 to 17:00"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_free_from_helptext id_free_from_error"' in html
    assert 'id="id_free_from_error"' in html


def test_a_chart_stands_as_a_table_too_and_says_what_is_not_known():
    table = re.search(r"As a table.*?</table>", sample_html(), re.S)
    assert table
    assert words(table[0]).count("not known") == 3
    assert "13.5" in table[0]


# Rules for every template and style sheet


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_stands_inline(path):
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle\s*=", html), "a style attribute: use a class"
    assert not re.search(r"<style\b", html), "an inline style sheet"
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", html), "an inline handler"
    assert not re.search(r"\bhx-on\b|\bhx-vals=[\"']js:", html), "htmx with eval"
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", html), "an inline script"


@pytest.mark.parametrize("path", sorted((STATIC / "iop").glob("*.css")), ids=lambda path: path.name)
def test_no_class_of_ours_is_named_like_one_of_tabler(path):
    own = set(re.findall(r"\.([a-zA-Z][\w-]*)(?=[\s.:,{>+~\[])", path.read_text(encoding="utf-8")))
    assert own & NAMES_TABLER_USES == set()


def test_every_vendored_file_is_listed_with_its_licence():
    vendor = STATIC / "vendor"
    listed = tomllib.loads((vendor / "LICENCES.toml").read_text(encoding="utf-8"))
    named = {found for entry in listed["file"] for found in vendor.glob(entry["path"])}
    texts = {vendor / entry["text"] for entry in listed["file"]} | {vendor / "LICENCES.toml", vendor / "echarts/NOTICE"}
    assert {path for path in vendor.rglob("*") if path.is_file()} - named - texts == set()
    assert all(path.is_file() for path in texts)
    assert all((ROOT / entry["path"]).is_file() and (ROOT / entry["text"]).is_file() for entry in listed["test_file"])


# In a browser: the pages are handed over by the test itself, with the site's own content policy


@pytest.fixture(autouse=True)
def plain_static_names(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def sample_html(template: str = "web/components.html") -> str:
    request = RequestFactory().get("/components/")
    frame = {"organization": "Lantern Recovery", "viewer": {"id": "v", "name": "Elena Marsh", "role": "Director"}}
    return render_to_string(template, {**sample_page(request), **frame, "nav": NAV, "find_url": "/clients/"}, request)


def content_policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, sources))}" for name, sources in directives.items())


def answer(route) -> None:
    path = re.sub(r"^https?://[^/]+", "", route.request.url).partition("?")[0]
    if path.startswith("/static/"):
        route.fulfill(path=finders.find(path.removeprefix("/static/")))
        return
    template = "404.html" if path == "/nowhere/" else "web/components.html"
    route.fulfill(
        body=sample_html(template), content_type="text/html", headers={"Content-Security-Policy": content_policy()}
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(QUIET_CHROMIUM)}


@pytest.fixture
def sample(page):
    """The sample page in a browser; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://iop.test/components/")
    yield page
    assert complaints == []


def barriers(page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/components/", "/nowhere/"])
def test_no_barrier_and_no_sideways_scroll(sample, path, width, scheme):
    sample.set_viewport_size({"width": width, "height": 850})
    sample.emulate_media(color_scheme=scheme)
    sample.goto(f"http://iop.test{path}")
    assert sample.locator("html").get_attribute("data-bs-theme") == scheme
    assert barriers(sample) == []
    assert sample.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_the_rail_with_the_crisis_line_stays_when_the_page_is_scrolled(sample):
    sample.evaluate("scrollTo(0, 1500)")
    assert sample.evaluate("scrollY") == 1500
    assert sample.locator("#rail").bounding_box()["y"] == 0


@pytest.mark.browser
def test_the_first_mistake_has_the_focus(sample):
    assert sample.evaluate("document.activeElement.id") == "id_free_from"


@pytest.mark.browser
def test_keys_find_list_and_close(sample):
    sample.evaluate("document.activeElement.blur()")
    sample.keyboard.press("?")
    assert sample.locator("#keys").is_visible()
    assert barriers(sample) == []
    sample.keyboard.press("Escape")
    assert sample.locator("#keys").is_hidden()
    sample.keyboard.press("/")
    assert sample.evaluate("document.activeElement.id") == "find"
    sample.keyboard.type("g")
    assert sample.locator("#find").input_value() == "g"


@pytest.mark.browser
def test_single_letter_keys_can_be_switched_off(sample):
    sample.evaluate("document.activeElement.blur()")
    sample.keyboard.press("?")
    sample.get_by_label("Single-letter keys work").uncheck()
    sample.keyboard.press("Escape")
    sample.keyboard.press("?")
    assert sample.locator("#keys").is_hidden()


@pytest.mark.browser
def test_g_and_a_letter_go_to_a_screen(sample):
    sample.evaluate("document.activeElement.blur()")
    sample.keyboard.press("g")
    sample.keyboard.press("c")
    sample.wait_for_url("http://iop.test/clients/")


@pytest.mark.browser
def test_confirmation_names_the_deed_and_gives_the_focus_back(sample):
    sample.get_by_role("button", name="Release …").click()
    dialog = sample.get_by_role("dialog", name="Release draft 3 for 7 December?").last
    assert dialog.get_by_role("button").all_inner_texts() == ["Keep as draft", "Release and tell 13 people"]
    dialog.get_by_role("button", name="Keep as draft").click()
    assert sample.evaluate("document.activeElement.textContent") == "Release …"


@pytest.mark.browser
def test_week_is_painted_by_pulling(sample):
    ticked = sample.locator("#free-grid input:checked")
    assert ticked.count() == 12
    begin, end = (sample.locator(f"#free-grid input[value='{value}']") for value in ("3-900", "4-990"))
    begin.scroll_into_view_if_needed()
    first, last = begin.bounding_box(), end.bounding_box()
    sample.mouse.move(first["x"] + 5, first["y"] + 5)
    sample.mouse.down()
    sample.mouse.move(last["x"] + 5, last["y"] + 5, steps=4)
    sample.mouse.up()
    assert ticked.count() == 12 + 2 * 4  # two days, 15:00 to 17:00 in half hours
    assert sample.locator("#free-grid-words").inner_text() == "10.0 h chosen"


@pytest.mark.browser
def test_week_is_painted_with_the_keyboard_alone(sample):
    ticked = sample.locator("#free-grid input:checked")
    sample.locator("#free-grid input[value='0-900']").focus()
    sample.keyboard.press("Space")
    sample.keyboard.down("Shift")
    sample.keyboard.press("ArrowRight")
    sample.keyboard.press("ArrowDown")
    sample.keyboard.up("Shift")
    assert ticked.count() == 12 + 4
    assert sample.evaluate("document.activeElement.value") == "1-930"


@pytest.mark.browser
def test_chart_is_drawn_again_when_the_scheme_changes(sample):
    def strokes() -> list[str]:
        return sample.eval_on_selector_all("[data-iop-chart] svg path", "all => all.map(p => p.getAttribute('stroke'))")

    before = strokes()
    sample.emulate_media(color_scheme="dark")
    sample.locator("html[data-bs-theme=dark]").wait_for()
    assert before != []
    assert strokes() != before
