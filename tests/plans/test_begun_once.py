"""A plan is begun once, however often its form is sent; who opens a draft or its evidence is known."""

import pytest
from django.urls import reverse

from iop.audit.models import Event
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.milestones import evaluate
from iop.plans.models import PlanVersion
from tests.plans.screens import browser
from tests.plans.story import MONDAY, at, signed_plan


@pytest.fixture
def world(cast):
    with cast.acting(), clock.set_to(at(MONDAY)):
        yield cast


def test_the_same_form_twice_begins_one_plan(world):
    page = browser(world.users[Role.THERAPIST])
    address = reverse("plan_start", args=[world.client.public_id])
    said = {"rung": "adult:phase_1", "starts_on": MONDAY.isoformat()}
    rung = page.get(address).context["form"].fields["rung"].choices[0][0]
    assert page.post(address, {**said, "rung": rung, "starts_on": "9999-12-31"}).status_code == 422
    led_to = [page.post(address, {**said, "rung": rung}).url for _press in range(2)]
    assert led_to[0] == led_to[1]
    assert PlanVersion.objects.count() == 1


def test_the_next_version_twice_is_one_draft(world):
    version = signed_plan(world, world.client)
    page = browser(world.users[Role.THERAPIST])
    led_to = {page.post(reverse("plan_next", args=[version.public_id]), {}).url for _press in range(2)}
    assert len(led_to) == 1
    assert PlanVersion.objects.count() == 2


def test_opening_a_draft_and_evidence_is_a_look(world):
    version = signed_plan(world, world.client)
    result = evaluate(world.client, MONDAY)[0]
    page = browser(world.users[Role.THERAPIST])
    draft = page.post(reverse("plan_next", args=[version.public_id]), {}).url
    assert page.get(draft).status_code == 200
    assert page.get(reverse("milestone_evidence", args=[result.public_id])).status_code == 200
    looks = Event.objects.filter(action="chart_looked").order_by("pk")
    assert [event.details["page"] for event in looks] == ["plan", "evidence"]
