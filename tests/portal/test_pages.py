"""What a client reads: where to be, what changed, the way to fewer hours. Never a draft, never another person."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.attendance.actions.marking import mark
from iop.core import clock
from iop.core.policy import Role
from iop.plans.models import MilestoneResult
from iop.schedule.models import Draft, ProgramWeek, SessionCancellation, SolveRun, WeekNotice
from tests.attendance.released import release_of, seat_of, session_of, signed_plan
from tests.portal.conftest import MONDAY, TUESDAY, WEDNESDAY
from tests.portal.plans import drafted_plan, goal, sign, step

PAGES = ["portal_today", "portal_week", "portal_plan", "portal_more", "portal_calendar"]
NOT_COUNTED = (
    "set_config",
    "current_setting",
    "SAVEPOINT",
    'FROM "django_session"',
    'FROM "accounts_user"',
    'FROM "centers_organ',
)
"""Session, viewer, organization."""


def words(answer) -> str:
    assert answer.status_code == 200
    body = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def read(browser, name, *args) -> str:
    return words(browser.get(reverse(name, args=args)))


# Today


def test_today_says_when_where_and_with_whom(week, visit):
    page = read(visit(), "portal_today")
    assert "Tuesday 1 December Hello Marisol" in page
    assert (
        f"Next, in 1 h 20 min Today 14:00 to 15:00 Your hour with Carla Monte, {week[0].room}, Lake Eola house" in page
    )
    assert "Later today 15:00 to 16:30" in page
    assert "Wed 9:00 to 12:00" in page


def test_today_says_the_change_in_one_sentence_and_keeps_it_after_it_was_read(week, visit, told):
    notice = told(week[0], "moved", was=13 * 60)
    browser = visit()
    assert "Changed today. Moved from Mon 13:00." in read(browser, "portal_today")
    notice.refresh_from_db()
    assert notice.seen_at == clock.now()
    second = read(browser, "portal_today")
    assert "Changed today. Moved from Mon 13:00." in second
    assert "What changed" not in second


def test_change_told_in_the_box_is_not_told_twice(week, visit, told):
    told(week[0], "leader")
    page = read(visit(), "portal_today")
    assert page.count("Carla Monte leads it now.") == 1


def test_what_changed_is_listed_until_it_was_seen(week, visit, told):
    told(week[2], "leader")
    told(week[1], "ended")
    browser = visit()
    first = read(browser, "portal_today")
    assert f"Wed 9:00, {week[2].title}. Carla Monte leads it now." in first
    assert f"What changed Tue 15:00, {week[1].title}. No longer in your week. Wed 9:00" in first
    assert WeekNotice.objects.filter(seen_at=None).count() == 0
    assert "No longer in your week" not in read(browser, "portal_today")


def test_first_week_is_told_as_one_and_not_as_changes(week, visit, told):
    told(week[0], "new")
    notice = WeekNotice.objects.get()
    notice.changes = [{**notice.changes[0], "session": session.public_id} for session in week]
    notice.save()
    page = read(visit(), "portal_today")
    assert "Your week of Mon 30 November is ready." in page
    assert "New in your week" not in page


def test_nothing_today_says_what_is_next(center, seated, visit):
    seated("process", WEDNESDAY, 9 * 60)
    page = read(visit(), "portal_today")
    assert "Nothing today. Next: Wed 9:00" in page


def test_nothing_more_today_when_the_visit_is_over(week, visit):
    with clock.set_to(week[1].ends_at + timedelta(minutes=1)):
        assert "Nothing more today. Next: Wed 9:00" in read(visit(), "portal_today")


def test_no_week_yet(center, visit):
    page = read(visit(), "portal_today")
    assert "Nothing today. Your next week appears here as soon as it is ready." in page
    assert "not known yet: no plan is signed for this week" in page


def test_called_off_session_is_said_and_passed_over(week, visit, center):
    SessionCancellation.objects.create(
        organization=center.organization, session=week[0], reason="ill", by=center.users[Role.DIRECTOR], at=clock.now()
    )
    page = read(visit(), "portal_today")
    assert "Today 15:00 to 16:30" in page
    assert f"14:00, {week[0].title}: not held today. It does not count against you." in page


def test_meeting_after_the_visit_is_offered_and_never_required(week, visit, meeting):
    page = read(visit(), "portal_today")
    assert "Tonight 18:30, same building Evening meeting" in page
    assert "Only if you like; nobody keeps a list." in page
    meeting.start_minute = 16 * 60
    meeting.save()
    assert "Evening meeting" not in read(visit(), "portal_today")


@pytest.mark.parametrize(
    ("attended", "said"),
    # Prescribed 6 h. Attended 0 or 1 h; 4.5 h are to come after Tuesday 15:00, so 1 + 4.5 = 5.5 h is not enough, 5.5 of 5.5 is.
    [(360, "1 of 6 hours"), (330, "1 of 5.5 hours, all still possible"), (60, "1 of 1 hours, all done")],
)
def test_hours_so_far(center, week, visit, attended, said):
    signed_plan(center.client, center, MONDAY, attended)
    with clock.set_to(week[0].ends_at):
        mark(week[0], center.client, state="present", by=center.users[Role.THERAPIST])
        page = read(visit(), "portal_today")
    assert f"{said} Still to come in your week: 4.5 hours." in page


def test_unmarked_hours_are_said_and_not_counted_as_missed(week, visit):
    with clock.set_to(week[0].ends_at):
        page = read(visit(), "portal_today")
    assert "0 of 12 hours Not written down yet: 1 hour." in page


# The way to fewer hours


def found(version, key, outcome, **parts):
    MilestoneResult.objects.create(
        organization_id=version.organization_id,
        milestone=version.milestones.get(key=key),
        on=TUESDAY,
        outcome=outcome,
        measured=None,
        needed="",
        parts=parts,
        evaluated_at=clock.now(),
    )


@pytest.fixture
def steps(center, week):
    """A second version, 12 h on the first rung, with four steps and one goal; signed."""
    version = drafted_plan(center.client, center, MONDAY, 720)
    step(version, "attendance", metric="attendance_share", value=80, window_days=14)
    step(version, "days", metric="days_in_phase", value=7)
    step(version, "plan", "A safety plan, written together", metric="signed_observation", value=1)
    step(version, "visits", metric="visits", value=3, window_days=14)
    goal(version, "Be there for my daughter", "Call one person", MONDAY + timedelta(days=30))
    sign(version, center)
    found(version, "attendance", "not_met", attended=1200, prescribed=1440)
    found(version, "days", "met")
    found(version, "plan", "not_met")
    return version


def test_ladder_and_steps_in_kind_words(steps, visit):
    page = read(visit(), "portal_today")
    assert "You are at 12 hours a week. 9 is next." in page
    assert "12 h now 9 h next" in page
    assert "1 of 4 steps is done (Met) 1 week at these hours" in page
    said = "Come to at least 80 % of your hours (Not met yet) 20 of 24 hours in the last 14 days. Every group you come to counts."
    assert said in page
    assert "A safety plan, written together (Not met yet) Bring it up with Carla. You write it down together." in page
    assert (
        "Come on 3 days within 14 days (Not enough data) Not enough is written down yet to say. It is not held" in page
    )
    assert "When the steps are done, you and Carla decide together." in page


def test_hours_signed_for_a_monday_to_come_are_told(center, week, visit):
    signed_plan(center.client, center, MONDAY + timedelta(days=7), 540)
    page = read(visit(), "portal_today")
    assert "From Mon 7 December you come 9 hours a week. It is signed." in page
    assert "You are at 12 hours a week." in page


# My week


def test_week_shows_the_released_sessions_day_by_day(week, visit, told):
    told(week[2], "room")
    page = read(visit(), "portal_week")
    assert "30 November to 6 December" in page
    assert "Tue 1 today 14:00 to 15:00 Your hour with Carla Monte" in page
    assert f"The room is new: {week[2].room}, Lake Eola house." in page
    assert "0 of 12 hours" in page


def test_draft_is_never_visible(center, week, visit):
    """The next week is solved and drafted, nobody released it."""
    of = {"organization": center.organization}
    coming = ProgramWeek.objects.create(**of, program=center.program, monday=MONDAY + timedelta(days=7))
    run = SolveRun.objects.create(**of, week=coming, asked_at=clock.now(), seconds=1, state="done")
    held = {"id": "s1", "service": "x", "group": None, "start": 540, "clients": [center.client.public_id]}
    Draft.objects.create(
        **of, week=coming, number=2, run=run, made_at=clock.now(), problem={}, solution={"sessions": [held]},
        tiers=[], seconds=0, fingerprint="x",
    )  # fmt: skip
    page = read(visit(), "portal_week_of", "2026-12-07")
    assert "This week is not ready yet." in page
    assert "9:00" not in page
    release_of(center, MONDAY + timedelta(days=7))
    assert "Nothing is planned for you in this week." in read(visit(), "portal_week_of", "2026-12-07")


def test_weeks_are_turned_forward_and_back(center, week, visit):
    before = release_of(center, MONDAY - timedelta(days=7))
    old = session_of(before, center, week[1].service, MONDAY - timedelta(days=7), 9 * 60)
    seat_of(old, center.client)
    mark(old, center.client, state="no_show", by=center.users[Role.THERAPIST])
    browser = visit()
    present = browser.get(reverse("portal_week")).content.decode()
    assert "/me/week/2026-11-23/" in present
    assert "/me/week/2026-12-07/" in present
    page = read(browser, "portal_week_of", "2026-11-25")
    assert "23 November to 29 November" in page
    assert "You did not come. Tell us if that is wrong." in page
    assert "Week before" not in page


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "0", "99999-01-01"])
def test_day_that_is_none_is_not_found(center, visit, day):
    assert visit().get(reverse("portal_week_of", args=[day])).status_code == 404


def test_seat_taken_away_is_gone(week, visit, release):
    week[2].seats.update(withdrawn_by=release)
    assert "9:00 to 12:00" not in read(visit(), "portal_week")


# My plan


def test_plan_says_goals_next_step_and_who_signed(center, steps, visit):
    page = read(visit(), "portal_plan")
    assert "Your next step Come to at least 80 % of your hours" in page
    assert "you and Carla decide whether 12 hours a week become 9 hours." in page
    assert "Be there for my daughter Call one person Until Wed 30 December" in page
    assert "12 hours a week" in page
    assert "Dana Reyes, LCSW, Tue 1 December" in page
    assert "Alcohol" not in page
    assert "F10" not in page


def test_plan_not_signed_yet(center, visit):
    page = read(visit(), "portal_plan")
    assert "Your plan is not signed yet. You write it together with Carla." in page


def test_unsigned_version_is_not_shown(center, week, visit):
    drafted_plan(center.client, center, MONDAY, 600)
    page = read(visit(), "portal_plan")
    assert "12 hours a week" in page
    assert "10 hours" not in page


# Who may look


def answers(browser) -> set[int]:
    return {browser.get(reverse(name)).status_code for name in PAGES}


def test_staff_and_family_find_nothing(center, visit):
    assert {role: answers(visit(role)) for role in Role} == {
        role: {200} if role is Role.CLIENT else {404} for role in Role
    }


def test_outsider_finds_nothing(center, visit):
    assert answers(visit(user=center.outsider)) == {404}


def test_account_of_a_client_without_a_record_finds_nothing(center, visit):
    center.client.user = None
    center.client.save()
    assert answers(visit()) == {404}


def test_client_sees_own_sessions_and_nobody_elses(center, week, visit, seated):
    theirs = seated("process", WEDNESDAY, 13 * 60)
    theirs.seats.update(client=center.other_client)
    seat_of(week[2], center.other_client)
    page = read(visit(), "portal_week")
    assert "13:00" not in page
    assert "Dmitri" not in page
    assert "Volkov" not in page


@pytest.mark.parametrize("name", PAGES)
def test_crisis_line_and_a_neutral_title_on_every_page(center, week, visit, name):
    html = visit().get(reverse(name)).content.decode()
    assert 'href="tel:988"' in html
    title = re.search(r"<title>(.*?)</title>", html, re.S)[1].strip()
    assert title in {"Today", "My week", "My plan", "More", "My calendar"}


# Queries


def count(browser, name) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse(name)).status_code == 200
    return len([one for one in asked if not any(part in one["sql"] for part in NOT_COUNTED)])


@pytest.mark.parametrize("name", PAGES)
def test_queries_stay_few_and_do_not_grow(center, steps, visit, told, seated, meeting, name):
    told(steps and seated("process", WEDNESDAY, 13 * 60), "moved", was=0)
    browser = visit()
    few = count(browser, name)
    for day in range(5):
        session = seated("process", MONDAY + timedelta(days=day), 18 * 60)
        told(session, "moved", was=0)
        for hour in (16, 17):
            seat_of(seated("process", MONDAY + timedelta(days=day + 7), hour * 60), center.other_client)
    with clock.set_to(datetime(2026, 12, 1, 17, 41, tzinfo=UTC)):
        many = count(browser, name)
    assert many <= 15
    assert many <= few
