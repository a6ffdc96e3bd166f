"""The timetable on the screen: draft and released, who sees what, and a release by hand."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.core import clock
from iop.core.policy import Role
from iop.flows.week.shortfalls import shortfalls
from iop.flows.week.solving import run_for, solve_now
from iop.schedule.models import Release, SolveRun
from tests.week.world import BEFORE, MONDAY, make_world


@pytest.fixture
def world(db):
    with clock.set_to(BEFORE):
        yield make_world("timetable", clients=4)


@pytest.fixture
def draft(world):
    with world.acting():
        run, _ = run_for(world.program, MONDAY, by=world.director, seconds=3)
    return solve_now(run)


def signed_in(world, role=Role.DIRECTOR, user=None):
    browser = Browser()
    browser.force_login(user or world.cast.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def page(browser, name="timetable_week", *args, **query):
    return browser.get(reverse(name, args=args or [MONDAY.isoformat()]), query)


def test_week_without_a_draft_says_what_to_do(world):
    assert "No draft yet." in page(signed_in(world)).content.decode()


def test_monday_that_is_none_is_not_found(world):
    browser = signed_in(world)
    assert page(browser, "timetable_week", "2026-12-08").status_code == 404
    assert page(browser, "timetable_week", "soon").status_code == 404
    assert page(browser, "timetable_week", "9999-12-27").status_code == 404


def test_asking_twice_is_one_solve(world):
    browser = signed_in(world)
    for _ in range(2):
        browser.post(reverse("timetable_solve", args=[MONDAY.isoformat()]))
    with world.acting():
        assert SolveRun.objects.count() == 1
    assert "Solving the week of 7 December" in page(browser).content.decode()


def test_a_lost_run_ends_on_the_screen_and_the_week_can_be_asked_for_again(world):
    browser = signed_in(world)
    with world.acting():
        run, _ = run_for(world.program, MONDAY, by=world.director, seconds=5)
        SolveRun.objects.filter(pk=run.pk).update(state="running", job_id=987_654_321)
    polled = browser.get(reverse("solve_progress", args=[run.public_id]), headers={"HX-Request": "true"})
    assert polled.headers["HX-Refresh"] == "true"
    assert browser.get(reverse("solve_progress", args=[run.public_id])).url.endswith("2026-12-07/")
    shown = page(browser).content.decode()
    assert "The solve was lost and did not come back." in shown
    assert "Solve this week" in shown


def test_a_draft_of_next_week_leads_only_those_there_who_may_see_it(world, draft):
    def led_to(role):
        return signed_in(world, role).get(reverse("timetable")).url

    assert led_to(Role.DIRECTOR) == reverse("timetable_week", args=["2026-12-07"])
    assert led_to(Role.FRONT_DESK) == reverse("timetable_week", args=["2026-11-30"])


def test_week_that_is_over_is_not_solved(world):
    answer = signed_in(world).post(reverse("timetable_solve", args=["2026-11-02"]))
    assert answer.status_code == 422
    assert "This week is over" in answer.content.decode()


@pytest.mark.parametrize("by", ["room", "staff", "group"])
def test_draft_is_drawn_by_room_staff_and_group(world, draft, by):
    text = page(signed_in(world), by=by).content.decode()
    assert "Draft 1, not released" in text
    assert text.count("iop-slot") >= 5


def test_draft_is_not_shown_to_those_who_do_not_solve(world, draft):
    text = page(signed_in(world, Role.THERAPIST), show="draft").content.decode()
    assert "This week is not released yet." in text
    assert "iop-slot" not in text


def test_session_pressed_shows_its_people_by_first_name_and_initial(world, draft):
    with world.acting():
        session = next(s for s in draft.solution["sessions"] if s["group"])
    text = page(signed_in(world), session=session["id"]).content.decode()
    assert "Marisol V." in text
    assert "Why here" in text


def release_page(world, draft, browser, **answers):
    return browser.post(reverse("draft_release", args=[draft.public_id]), answers)


def test_release_makes_the_week_everybody_sees(world, draft):
    with world.acting():
        answers = {f"answer-{s.client.public_id}": "a call today" for s in shortfalls(draft)}
    browser = signed_in(world)
    assert release_page(world, draft, browser, **answers).status_code == 302
    text = page(signed_in(world, Role.THERAPIST)).content.decode()
    assert "Released, version 1" in text
    assert "iop-slot" in text


def test_release_by_a_therapist_is_not_found(world, draft):
    assert release_page(world, draft, signed_in(world, Role.THERAPIST)).status_code == 404
    with world.acting():
        assert Release.objects.count() == 0


def test_outsider_finds_no_draft(world, draft):
    browser = signed_in(world, user=world.cast.outsider)
    assert browser.get(reverse("draft_release", args=[draft.public_id])).status_code == 404


def test_page_takes_at_most_15_queries(world, draft):
    browser = signed_in(world)
    page(browser)
    with CaptureQueriesContext(connection) as queries:
        page(browser)
    own = [q["sql"] for q in queries if "set_config" not in q["sql"] and "current_setting" not in q["sql"]]
    own = [
        sql for sql in own if not any(word in sql for word in ("SAVEPOINT", "django_session", '"accounts_user"."id" ='))
    ]
    assert len(own) <= 15, own
