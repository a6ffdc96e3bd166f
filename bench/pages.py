"""Every signed-in page with rows: its queries with few and with many clients, and what it costs beside a plain page."""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.test import Client as Browser
from django.urls import reverse

from bench import weeks
from bench.asked import Asked, statements
from bench.center import Center, make_center, noon
from bench.table import Table
from iop.centers.models import Room
from iop.core import clock
from iop.core.policy import Role
from iop.plans.models import HoursProposal, MilestoneResult
from iop.safety.models import SafetyTask
from iop.schedule.models import Draft, Session

FEW, MANY = 3, 300
MOST_QUERIES = 15
ROUNDS = 7
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Page:
    """Its name in the table, who opens it, and where."""

    name: str
    role: Role
    address: Callable[[Center], str]


def director(name: str, view: str, query: str = "") -> Page:
    return Page(name, Role.DIRECTOR, lambda center: reverse(view) + query)


def of_client(name: str, view: str) -> Page:
    return Page(name, Role.DIRECTOR, lambda center: reverse(view, args=[center.clients[0].public_id]))


def timetable(name: str, week: int, query: str) -> Page:
    def address(center: Center) -> str:
        return f"{reverse('timetable_week', args=[weeks.monday(week)])}?{query}&site={center.cast.site.public_id}"

    return Page(name, Role.DIRECTOR, address)


def of_portal(name: str, view: str) -> Page:
    return Page(name, Role.CLIENT, lambda center: reverse(view))


def room_now(center: Center) -> str:
    """The first group of the day."""
    today = Session.objects.filter(day=clock.now().date(), group__isnull=False)
    return reverse("group_room", args=[today.earliest("start_minute", "pk").public_id])


def newest(name: str, view: str, model: type[Model]) -> Page:
    """The page of one row, the last that was written."""
    return Page(name, Role.DIRECTOR, lambda center: reverse(view, args=[model.objects.latest("pk").public_id]))


PLAIN = director("account", "account")
"""Signed in, the whole middleware and the frame around it, and no rows."""
PAGES = (
    PLAIN,
    director("client list", "clients"),
    director("client list, page 2", "clients", "?page=2"),
    of_client("client", "client"),
    of_client("client's papers", "client_papers"),
    of_client("client's people", "client_people"),
    of_client("client's free time", "client_availability"),
    of_client("client's week", "client_week"),
    of_client("plan", "client_plan"),
    director("board", "board"),
    timetable("timetable, by room", 0, "by=room"),
    timetable("timetable, by staff", 0, "by=staff"),
    timetable("timetable, by group", 0, "by=group"),
    timetable("timetable, draft", 1, "show=draft"),
    newest("release", "draft_release", Draft),
    director("group rooms", "group_rooms"),
    Page("group room", Role.DIRECTOR, room_now),
    director("to sign", "proposals"),
    newest("proposal", "proposal", HoursProposal),
    director("safety tasks", "safety_tasks"),
    newest("safety task", "safety_task", SafetyTask),
    director("promised", "shortfall_tasks"),
    newest("evidence", "milestone_evidence", MilestoneResult),
    director("staff and rooms", "staff"),
    Page(
        "member of staff", Role.DIRECTOR, lambda center: reverse("staff_member", args=[center.therapists[0].public_id])
    ),
    newest("room", "room", Room),
    Page("program", Role.DIRECTOR, lambda center: reverse("program", args=[center.cast.program.public_id])),
    of_client("chart audit", "chart_audit"),
    of_portal("portal, today", "portal_today"),
    of_portal("portal, week", "portal_week"),
    of_portal("portal, plan", "portal_plan"),
    of_portal("portal, calendar", "portal_calendar"),
)


class NotShown(RuntimeError):
    """A page did not answer 200, so there is nothing to measure."""


def measure() -> Table:
    with clock.set_to(noon()):
        few, many = make_center("bench-few", FEW), make_center("bench-many", MANY)
        return table_of(few, many)


def table_of(few: Center, many: Center) -> Table:
    title = (
        f"pages: queries beyond session and tenant statements, at most {MOST_QUERIES}; server time against a plain page"
    )
    table = Table(title, ("page", f"{len(few.clients)} clients", f"{len(many.clients)} clients", "median ms", "ratio"))
    for page in PAGES:
        small, large = queries(page, few), queries(page, many)
        seconds, plain = medians(page, many)
        table.row(page.name, len(small), len(large), f"{seconds * 1000:.0f}", f"{seconds / plain:.1f}")
        judge(table, page, small, large)
    return table


def judge(table: Table, page: Page, small: list[Asked], large: list[Asked]) -> None:
    """More than the limit, or more with more clients. Then the lines that ask are named: those that ask again, else all."""
    table.at_most(page.name, max(len(small), len(large)), MOST_QUERIES, "queries")
    if len(small) != len(large):
        table.over.append(f"{page.name}: {len(small)} queries with few clients, {len(large)} with many")
        again = Counter(asked.line for asked in large) - Counter(asked.line for asked in small)
        table.notes += [f"  {page.name}: {times} more from {line}" for line, times in again.most_common()]
    elif len(large) > MOST_QUERIES:
        table.notes += [f"  {page.name}: {asked.words}" for asked in large]


def queries(page: Page, center: Center) -> list[Asked]:
    """The statements of a second visit: what is read once for the life of a process is read by then."""
    browser, address = signed_in(page, center)
    show(browser, address)
    with statements() as found:
        show(browser, address)
    return found


def medians(page: Page, center: Center) -> tuple[float, float]:
    """Seconds from request to rendered answer, of the page and of the plain one, in turns: what slows one slows both."""
    both = [signed_in(each, center) for each in (page, PLAIN)]
    rounds = [[timed(*each) for each in both] for _ in range(ROUNDS)]
    return statistics.median(pair[0] for pair in rounds), statistics.median(pair[1] for pair in rounds)


def timed(browser: Browser, address: str) -> float:
    begun = time.perf_counter()
    show(browser, address)
    return time.perf_counter() - begun


def signed_in(page: Page, center: Center) -> tuple[Browser, str]:
    browser = Browser()
    browser.force_login(center.cast.users[page.role], backend=BACKEND)
    with center.acting():
        return browser, page.address(center)


def show(browser: Browser, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise NotShown(f"{address} answered {answer.status_code}")
