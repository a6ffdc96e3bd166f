"""docs/stories/plan_to_calendar.md, step by step."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Page, expect

from iop.core import clock
from iop.core.policy import Role
from iop.plans.models import PlanVersion
from iop.safety.models import SafetyTask
from iop.schedule.models import Session
from tests.plans.story import signed_plan
from tests.stories.conftest import PHONE, work_off_jobs
from tests.week.world import World, make_cast, one_more

pytestmark = pytest.mark.browser

THURSDAY = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 21)
ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def world(site, times) -> World:
    """Marisol without a plan, and nine others on 12 hours, so that groups are held."""
    times.at(THURSDAY)
    world = World(make_cast("story"))
    world.clients = [world.cast.client, world.cast.other_client]
    with world.acting():
        while len(world.clients) < 10:
            world.clients.append(one_more(world))
        for client in world.clients[1:]:
            signed_plan(world.cast, client, "phase_1", starts_on=FIRST)
    return world


def evening_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 21, 30, tzinfo=ZONE)


def start_and_sign_plan(desk: Page, client) -> None:
    desk.goto(f"/clients/{client.public_id}/plan/")
    desk.get_by_role("link", name="Start the plan").click()
    desk.get_by_role("radio", name="12 h a week").first.check()
    desk.get_by_label("From").fill(FIRST.isoformat())
    desk.get_by_role("button", name="Begin the draft").click()
    desk.get_by_role("button", name="Save the draft").click()
    desk.get_by_role("button", name="Sign 12 h a week").click()
    desk.get_by_role("button", name="Sign the plan").click()
    expect(desk.get_by_role("heading", name="Signatures")).to_be_visible()


def solve_and_release(desk: Page, monday: date) -> None:
    desk.goto(f"/timetable/{monday.isoformat()}/")
    desk.get_by_role("button", name="Solve this week").click()
    expect(desk.get_by_text("Solving the week of")).to_be_visible()
    work_off_jobs()
    expect(desk.get_by_text("checked, no rule broken")).to_be_visible(timeout=15_000)
    desk.get_by_role("link", name="Release …").click()
    for answer in desk.get_by_label("What will be done").all():
        answer.fill("An individual hour by video on Friday.")
    desk.get_by_role("button", name="Release and tell").click()
    expect(desk.get_by_text("Released, version 1,")).to_be_visible()


def switch_calendar_on(phone: Page) -> str:
    phone.goto("/me/more/calendar/")
    phone.get_by_role("button", name="Make the address").click()
    return phone.get_by_label("Address to copy").input_value()


def appointments(phone: Page, address: str) -> dict[str, icalendar.Event]:
    """What a calendar program reads: by UID."""
    body = phone.request.get(address).body()
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def held(events: dict[str, icalendar.Event]) -> set[str]:
    return {uid for uid, event in events.items() if event.get("STATUS") != "CANCELLED"}


def mark_week_present(desk: Page, world: World, client, monday: date, times) -> None:
    """Every session the client has a seat in, in the evening of its day, by the key for all present."""
    with world.acting():
        seated = Session.objects.filter(seats__client=client, seats__withdrawn_by=None, withdrawn_by=None)
        sessions = list(seated.filter(week__monday=monday).order_by("starts_at"))
    for session in sessions:
        times.at(evening_of(session.day))
        desk.goto(f"/group-rooms/{session.public_id}/")
        desk.get_by_role("button", name="All present").click()
        expect(desk.locator("tr[data-client][data-state='present']").first).to_be_visible()


def sign_observation(desk: Page, client, day: date) -> None:
    desk.goto(f"/clients/{client.public_id}/observation/")
    desk.get_by_label("What is so").select_option("safety_plan")
    desk.get_by_role("radio", name="It is so", exact=True).check()
    desk.get_by_label("Since").fill(day.isoformat())
    desk.get_by_label("What you saw").fill("Written together; she has it on her phone.")
    desk.get_by_role("button", name="Sign the observation").click()
    desk.wait_for_load_state()


def sign_proposal(desk: Page, client, hours: str) -> None:
    desk.goto("/to-sign/")
    desk.get_by_role("link").filter(has_text=client.name).filter(has_text=f"to {hours}").click()
    desk.get_by_role("button", name=f"Sign {hours} a week").click()
    desk.get_by_role("button", name="Sign it").click()
    desk.wait_for_load_state()


def record_return_to_use(desk: Page, world: World, client, day: date) -> None:
    desk.goto(f"/clients/{client.public_id}/return-to-use/")
    desk.get_by_label("Day").fill(day.isoformat())
    desk.get_by_label("Substance").fill("alcohol")
    desk.get_by_role("radio", name="the client said so").check()
    desk.get_by_label("Who does the safety check").select_option(label=str(world.cast.counselor))
    desk.get_by_role("button", name="Record and open the safety task").click()
    desk.wait_for_load_state()


def hours_in_force(world: World, client, monday: date) -> int:
    with world.acting():
        versions = PlanVersion.objects.filter(plan__episode__client=client, signatures__meaning="clinician")
        return versions.filter(starts_on__lte=monday).order_by("-starts_on", "-number").first().weekly_minutes


def booked_minutes(world: World, client, monday: date) -> int:
    with world.acting():
        seated = Session.objects.filter(seats__client=client, seats__withdrawn_by=None, withdrawn_by=None)
        return sum(seated.filter(week__monday=monday).values_list("counted_minutes", flat=True))


def test_plan_to_calendar_and_back(world, visit, times):
    client = world.cast.client
    desk, phone = visit(world.cast.users[Role.DIRECTOR]), visit(world.cast.users[Role.CLIENT], PHONE)

    start_and_sign_plan(desk, client)
    assert hours_in_force(world, client, FIRST) == 720

    phone.goto("/me/week/")
    assert "Wed" not in phone.get_by_role("main").inner_text()
    solve_and_release(desk, FIRST)
    assert booked_minutes(world, client, FIRST) >= 720

    phone.goto(f"/me/week/{FIRST.isoformat()}/")
    expect(phone.get_by_role("main")).to_contain_text("7 December")
    address = switch_calendar_on(phone)
    first = appointments(phone, address)
    assert len(held(first)) == sessions_of(world, client, FIRST)
    assert {str(event["SUMMARY"]) for event in first.values()} == {"Appointment"}

    mark_week_present(desk, world, client, FIRST, times)
    sunday = FIRST + timedelta(days=6)
    times.at(evening_of(sunday) - timedelta(hours=6))
    sign_observation(desk, client, sunday)
    sign_proposal(desk, client, "9 h")
    assert hours_in_force(world, client, FIRST) == 720
    assert hours_in_force(world, client, SECOND) == 540

    solve_and_release(desk, SECOND)
    assert 540 <= booked_minutes(world, client, SECOND) < 720
    phone.goto("/me/today/")
    expect(phone.get_by_role("main")).to_contain_text("9")
    second = appointments(phone, address)
    assert held(first) <= set(second)
    assert len(held(second) - set(first)) == sessions_of(world, client, SECOND)

    wednesday = SECOND + timedelta(days=2)
    times.at(evening_of(wednesday) - timedelta(hours=6))
    record_return_to_use(desk, world, client, wednesday - timedelta(days=1))
    with world.acting():
        task = SafetyTask.objects.get(client=client)
        assert task.responsible == world.cast.counselor
        assert task.due_at > clock.now()
    sign_proposal(desk, client, "12 h")
    assert hours_in_force(world, client, THIRD) == 720


def sessions_of(world: World, client, monday: date) -> int:
    with world.acting():
        seated = Session.objects.filter(seats__client=client, seats__withdrawn_by=None, withdrawn_by=None)
        return seated.filter(week__monday=monday).count()
