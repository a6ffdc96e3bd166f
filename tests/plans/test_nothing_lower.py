"""What keeps fewer hours from being proposed or signed, where the first rule does not see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from iop.admissions.models import Episode
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.conditions import condition_facts
from iop.flows.plans.deciding import Withdrawn, sign_proposal
from iop.flows.plans.prescribing import next_version
from iop.flows.plans.proposals import propose_for
from iop.flows.plans.return_to_use import record_return_to_use
from iop.flows.plans.signing import sign_plan
from iop.flows.plans.standing import standing_of
from iop.plans.actions.observing import record_observation
from iop.plans.models import HoursProposal, PlanVersion
from iop.safety.models import SafetyTask
from tests.plans.screens import browser
from tests.plans.story import CREDENTIAL, MONDAY, at, signed_plan, week_of_sessions

SUNDAY = MONDAY + timedelta(days=13)


@pytest.fixture
def world(cast):
    """Two good weeks, a proposal for fewer hours waiting."""
    with cast.acting(), clock.set_to(at(SUNDAY)):
        cast.version = signed_plan(cast, cast.client)
        for week in range(2):
            week_of_sessions(cast, cast.client, MONDAY + timedelta(days=7 * week), ["present"] * 5)
        record_observation(
            cast.client, key="safety_plan", on=MONDAY, words="Written.", by=cast.counselor, credential=CREDENTIAL
        )
        cast.proposal = propose_for(cast.client, SUNDAY)
        assert cast.proposal.kind == "fewer"
        yield cast


def used_before_this_stay(world):
    admitted = Episode.objects.get(client=world.client).admitted_on
    told = {"on": admitted - timedelta(days=1), "substance": "alcohol", "learned_from": "client"}
    director = world.users[Role.DIRECTOR]
    return record_return_to_use(world.client, responsible=world.other_counselor, by=director, **told)


def test_an_open_task_of_a_use_before_this_stay_withdraws_the_proposal(world):
    done = used_before_this_stay(world)
    assert done.proposal is None
    world.proposal.refresh_from_db()
    assert world.proposal.withdrawn_at is not None
    assert HoursProposal.objects.filter(withdrawn_at__isnull=True).count() == 0


def test_fewer_hours_by_a_new_plan_say_what_is_open(world):
    director = world.users[Role.DIRECTOR]

    def warnings(rung):
        draft = next_version(world.version, by=director, starts_on=SUNDAY + timedelta(days=1), rung_key=rung)
        found = sign_plan(draft, by=director, credential=CREDENTIAL).warnings
        return [one.code for one in found if one.code == "open_safety"]

    used_before_this_stay(world)
    assert warnings("phase_1") == []
    assert warnings("phase_2") == ["open_safety"]


def test_nobody_signs_hours_of_somebody_who_left(world):
    Episode.objects.filter(client=world.client).update(discharged_on=SUNDAY)
    outcome = sign_proposal(world.proposal, by=world.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert outcome == Withdrawn("The client is no longer in care.")
    assert PlanVersion.objects.count() == 1


def test_attendance_of_a_level_change_is_not_known_while_a_session_is_unmarked(world):
    def attended():
        facts = {fact.key: fact.holds for fact in condition_facts(standing_of(world.client, SUNDAY))}
        return facts["attendance"]

    assert attended() is True
    week_of_sessions(world, world.client, MONDAY + timedelta(days=5), [None])
    assert attended() is None


def test_who_is_named_for_a_safety_check_can_open_it_and_the_record(world):
    other = world.users[Role.THERAPIST]
    world.counselor.user, world.other_counselor.user = None, other
    world.counselor.save()
    world.other_counselor.save()
    page, client = browser(other), reverse("client", args=[world.client.public_id])
    assert page.get(client).status_code == 404
    used_before_this_stay(world)
    task = SafetyTask.objects.get()
    assert page.get(client).status_code == 200
    address = reverse("safety_task_close", args=[task.public_id])
    assert page.post(address, {"words": "Seen, safe.", "credential": CREDENTIAL}).status_code == 302
    assert page.get(reverse("safety_task", args=[task.public_id])).status_code == 200
    assert page.get(client).status_code == 404


@pytest.mark.parametrize(("rung", "waiting"), [("phase_1", 0), ("phase_2", 1)])
def test_a_plan_signed_since_a_return_to_use_answers_it_unless_it_asks_for_fewer_hours(world, rung, waiting):
    director = world.users[Role.DIRECTOR]
    told = {"on": SUNDAY, "substance": "alcohol", "learned_from": "client"}
    record_return_to_use(world.client, responsible=world.counselor, by=director, **told)
    assert len(standing_of(world.client, SUNDAY).unanswered) == 1
    with clock.set_to(at(SUNDAY, 20)):
        draft = next_version(world.version, by=director, starts_on=SUNDAY + timedelta(days=1), rung_key=rung)
        sign_plan(draft, by=director, credential=CREDENTIAL)
        assert len(standing_of(world.client, SUNDAY).unanswered) == waiting
