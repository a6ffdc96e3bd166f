"""Every POST that signs asks for a fresh proof, and for a license where care may become less."""

import pytest
from django.urls import reverse

from iop.audit.models import Event
from iop.centers.models import Credential
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.prescribing import next_version
from iop.flows.plans.return_to_use import record_return_to_use
from iop.plans.models import MilestoneWaiver
from tests.plans.screens import browser, prove
from tests.plans.story import CREDENTIAL, MONDAY, at, signed_plan

SIGNING = ["plan_sign", "plan_client_signs", "milestone_waive", "observation", "safety_task_close"]


@pytest.fixture
def world(cast):
    with cast.acting(), clock.set_to(at(MONDAY)):
        cast.version = signed_plan(cast, cast.client)
        yield cast


def addresses(world) -> dict[str, str]:
    director = world.users[Role.DIRECTOR]
    draft = next_version(world.version, by=director, starts_on=MONDAY)
    told = {"on": MONDAY, "substance": "alcohol", "learned_from": "client"}
    task = record_return_to_use(world.client, responsible=world.counselor, by=director, **told).task
    ids = [draft, world.version, world.version.milestones.first(), world.client, task]
    return {name: reverse(name, args=[found.public_id]) for name, found in zip(SIGNING, ids, strict=True)}


@pytest.mark.parametrize("name", SIGNING)
def test_signing_asks_again_who_is_there(world, name):
    address = addresses(world)[name]
    page = browser(world.users[Role.DIRECTOR])
    prove(page, world.users[Role.DIRECTOR], 0)
    before = Event.objects.count()
    answer = page.post(address, {"credential": CREDENTIAL, "name": "M. V.", "reason": "r", "words": "w"})
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert Event.objects.count() == before


def test_waive_takes_a_license_that_has_not_expired(world):
    address = reverse("milestone_waive", args=[world.version.milestones.first().public_id])
    page = browser(world.users[Role.THERAPIST])
    licenses = Credential.objects.filter(staff=world.counselor)
    licenses.update(expires_on=clock.today("America/New_York").replace(year=2020))
    answer = page.post(address, {"reason": "The county team keeps it."})
    assert answer.status_code == 422
    assert "a license that has not expired" in answer.content.decode()
    assert "The county team keeps it." in answer.content.decode()
    assert MilestoneWaiver.objects.count() == 0
    licenses.update(expires_on=None)
    assert page.post(address, {"reason": "The county team keeps it."}).status_code == 302
    assert MilestoneWaiver.objects.count() == 1
