"""The board: what waits, today's groups, who is below their hours; the same queries for few and many."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.centers.models import Credential
from iop.core import clock
from iop.core.policy import Role
from tests.cast import client_of


def board(cast, role=Role.DIRECTOR, user=None):
    browser = Browser()
    browser.force_login(user or cast.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser, browser.get(reverse("board")).content.decode()


def test_calm_day_says_so(cast):
    _, page = board(cast)
    assert "Nothing is waiting." in page
    assert "No groups today." in page


def test_people_in_care_are_counted_by_site_and_level(cast):
    _, page = board(cast)
    assert cast.site.name in page
    assert "IOP" in page


def test_credential_that_ends_soon_is_counted(cast):
    with cast.acting():
        soon = clock.today(cast.organization.time_zone) + timedelta(days=10)
        Credential.objects.filter(staff=cast.counselor, code="lcsw").update(expires_on=soon)
    _, page = board(cast)
    assert 'Show<span class="iop-hidden"> Credentials ending in 30 days' in page


def test_front_desk_sees_no_hours_of_clients(cast):
    _, page = board(cast, Role.FRONT_DESK)
    assert "Below their hours" not in page
    assert "Groups today" in page


@pytest.mark.parametrize("role", [Role.BILLER, Role.CLIENT, Role.FAMILY])
def test_board_is_not_there_for_others(cast, role):
    browser = Browser()
    browser.force_login(cast.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get(reverse("board")).status_code == 404


def count(browser):
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("board"))
    ground = ("set_config", "current_setting", "SAVEPOINT", "django_session", '"accounts_user"."id" =')
    return [q["sql"] for q in queries if not any(word in q["sql"] for word in ground)]


def test_board_takes_the_same_queries_for_2_and_for_40_clients(cast):
    browser, _ = board(cast)
    few = count(browser)
    with cast.acting():
        for number in range(38):
            client_of(cast, f"9{number:03d}", "Many", f"Person {number}", cast.counselor, None)
    many = count(browser)
    assert len(few) == len(many) <= 15, "\n".join(sql[:230] for sql in few)


def test_board_names_the_day_in_the_center_zone(cast):
    today: date = clock.today(cast.organization.time_zone)
    assert f"{today:%A} {today.day} {today:%B}" in board(cast)[1]
