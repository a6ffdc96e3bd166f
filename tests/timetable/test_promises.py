"""What was promised at a release is a task that somebody sees and does."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from iop.core import clock
from iop.core.policy import Role
from iop.schedule.models import ShortfallTask
from tests.attendance.released import release_of


@pytest.fixture
def task(cast):
    with cast.acting():
        today = clock.today(cast.organization.time_zone)
        return ShortfallTask.objects.create(
            organization=cast.organization,
            release=release_of(cast, clock.monday_of(today)),
            client=cast.client,
            kind="below_minimum",
            answer="A call every day",
            responsible=cast.counselor,
            due_on=today + timedelta(days=1),
        )


def visitor(cast, role=Role.DIRECTOR, user=None):
    browser = Browser()
    browser.force_login(user or cast.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def page(cast, role=Role.DIRECTOR, **query):
    return visitor(cast, role).get(reverse("shortfall_tasks"), query).content.decode()


def test_promise_waits_on_the_board_and_in_the_list(cast, task):
    assert "1 person fell short" in visitor(cast).get(reverse("board")).content.decode()
    assert "A call every day" in page(cast)


def test_promise_done_twice_is_done_once(cast, task):
    browser = visitor(cast, Role.THERAPIST)
    for _ in range(2):
        browser.post(reverse("shortfall_done", args=[task.public_id]))
    with cast.acting():
        assert ShortfallTask.objects.get(pk=task.pk).done_by == cast.users[Role.THERAPIST]
    assert "A call every day" not in page(cast)
    assert "A call every day" in page(cast, show="done")


def test_promise_is_not_there_for_those_who_do_not_treat(cast, task):
    with cast.acting():
        ShortfallTask.objects.filter(pk=task.pk).update(client=cast.other_client)
    assert "A call every day" not in page(cast, Role.THERAPIST)
    answer = visitor(cast, Role.THERAPIST).post(reverse("shortfall_done", args=[task.public_id]))
    assert answer.status_code == 404


def test_promise_is_not_there_for_front_desk_nor_outsider(cast, task):
    address = reverse("shortfall_done", args=[task.public_id])
    assert visitor(cast, Role.FRONT_DESK).post(address).status_code == 404
    assert visitor(cast, user=cast.outsider).post(address).status_code == 404
