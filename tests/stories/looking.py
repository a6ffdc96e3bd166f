"""What must be true of every screen, whoever looks and however wide the window is."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Response

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that the dark scheme can change."""

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
WIDER_THAN_THE_WINDOW = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('main *, header *, nav *')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 90)).slice(0, 4).concat('sideways')"""
PICTURES = os.environ.get("IOP_PICTURES")


@dataclass
class Look:
    """Goes through pages with one browser tab and writes down what is wrong with each."""

    page: Page
    who: str
    names: set[str]
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.emulate_media(reduced_motion="reduce")
        self.page.on("console", lambda said: self.say(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.say(str(error)))

    def say(self, words: str) -> None:
        self.wrong.append(f"{self.who} {self.page.url.partition('//')[2].partition('/')[2]}: {words}")

    def is_page(self, url: str) -> bool:
        """Shows something here: no file, no part of a page, not only for sending, and allowed."""
        answer = self.page.request.get(url, max_redirects=0)
        if answer.status not in (200, 302, 404, 405):
            self.wrong.append(f"{self.who} {url}: {answer.status}")
        return answer.status == 200 and "<html" in answer.text()

    def at(self, url: str) -> None:
        """Opens the page once and looks at it at both widths, in light and dark."""
        answer = self.page.goto(url)
        self.seen.append(url)
        self.page.evaluate(AXE)
        self.check_words(answer)
        for size in SIZES:
            self.page.set_viewport_size(size)
            for scheme, run_only in (("light", RULES), ("dark", COLOURS)):
                self.page.emulate_media(color_scheme=scheme)
                self.check_barriers(run_only, f"{size['width']} {scheme}")
            self.page.emulate_media(color_scheme="light")
            for thing in self.page.evaluate(WIDER_THAN_THE_WINDOW):
                self.say(f"{size['width']}: {thing}")
            self.keep_picture(url, size["width"])

    def check_words(self, answer: Response) -> None:
        if answer.status != 200:
            self.say(f"answers {answer.status}")
        if (headings := self.page.locator("h1").count()) != 1:
            self.say(f"{headings} h1")
        title = self.page.title()
        if not title or (told := [name for name in self.names if re.search(rf"\b{name}\b", title)]):
            self.say(f"title {title!r} tells {told if title else 'nothing'}")

    def check_barriers(self, run_only: dict, when: str) -> None:
        options = {"runOnly": run_only, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        for one in found:
            for node in one["nodes"]:
                self.say(f"{when} {one['id']}: {node['html'][:160]} {node['failureSummary'][-200:]!r}")

    def keep_picture(self, url: str, width: int) -> None:
        if PICTURES:
            name = re.sub(r"\W+", "-", url.strip("/")) or "home"
            self.page.screenshot(path=f"{PICTURES}/{self.who}-{name}-{width}.png", full_page=True)
