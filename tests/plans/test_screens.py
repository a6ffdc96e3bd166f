"""The pages: what they say, who gets 404, the same form twice, two editors."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.accounts.models import User
from iop.admissions.models import Episode
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.milestones import evaluate
from iop.flows.plans.overview import overview
from iop.flows.plans.prescribing import start_plan
from iop.flows.plans.proposals import propose_for
from iop.flows.plans.return_to_use import record_return_to_use
from iop.plans.actions.observing import record_observation
from iop.plans.models import HoursProposal, PlanVersion, ProposalDecision, SignedObservation
from iop.plans.queries import version_in_force
from iop.safety.models import Disposition, ReturnToUse, SafetyTask
from tests.cast import client_of
from tests.plans.screens import browser, prove
from tests.plans.story import CREDENTIAL, MONDAY, at, signed_plan, week_of_sessions

SUNDAY = MONDAY + timedelta(days=13)
MOST_QUERIES = 15
"""Beyond session and tenant statements (issue, §6)."""

FRAME_QUERIES = 10
"""Session, user, organization, the settings of the transaction (read, write, restore) and the savepoints of the test."""


@pytest.fixture
def world(cast):
    """Two good weeks, every milestone met, a proposal for fewer hours waiting."""
    with cast.acting(), clock.set_to(at(SUNDAY)):
        cast.version = signed_plan(cast, cast.client)
        week_of_sessions(cast, cast.client, MONDAY, ["present"] * 5)
        week_of_sessions(cast, cast.client, MONDAY + timedelta(days=7), ["present"] * 4 + ["no_show"])
        record_observation(
            cast.client, key="safety_plan", on=MONDAY, words="Written.", by=cast.counselor, credential=CREDENTIAL
        )
        cast.proposal = propose_for(cast.client, SUNDAY)
        yield cast


def director(world):
    return browser(world.users[Role.DIRECTOR])


def pages(world) -> dict[str, str]:
    """Every address of ours that shows something, by name."""
    client = world.client.public_id
    episode = Episode.objects.get(client=world.client)
    draft = start_plan(episode, rung_key="phase_1", starts_on=MONDAY, by=world.users[Role.DIRECTOR])
    task = SafetyTask.objects.create(
        organization=world.organization,
        client=world.client,
        kind="other",
        words="Call today",
        responsible=world.counselor,
        due_at=at(SUNDAY),
        opened_at=at(SUNDAY),
    )
    result = evaluate(world.client, SUNDAY)[0]
    return {
        "client_plan": reverse("client_plan", args=[client]),
        "plan_start": reverse("plan_start", args=[client]),
        "plan_edit": reverse("plan_edit", args=[draft.public_id]),
        "return_to_use": reverse("return_to_use", args=[client]),
        "observation": reverse("observation", args=[client]),
        "milestone_waive": reverse("milestone_waive", args=[world.version.milestones.first().public_id]),
        "milestone_evidence": reverse("milestone_evidence", args=[result.public_id]),
        "proposal": reverse("proposal", args=[world.proposal.public_id]),
        "safety_task": reverse("safety_task", args=[task.public_id]),
    }


def test_every_page_opens_for_the_director_and_is_404_outside(world):
    inside, outside = director(world), browser(world.outsider)
    for name, address in pages(world).items():
        assert (name, inside.get(address).status_code) == (name, 200)
        assert (name, outside.get(address).status_code) == (name, 404)


def test_therapist_of_somebody_else_gets_404(world):
    """Otis Bell's user has role therapist and treats other people."""
    user = User.objects.create_user(
        "otis@elsewhere.example", None, organization=world.organization, role="therapist", name="Otis Bell"
    )
    stranger = browser(user)
    for name, address in pages(world).items():
        assert (name, stranger.get(address).status_code) == (name, 404)


@pytest.mark.parametrize("role", [Role.BILLER, Role.FRONT_DESK, Role.CLIENT, Role.ADMISSIONS, Role.FAMILY])
def test_roles_without_a_part_in_care_get_404(world, role):
    visitor = browser(world.users[role])
    for name, address in {**pages(world), "proposals": reverse("proposals")}.items():
        assert (name, visitor.get(address).status_code) == (name, 404)


def test_list_shows_the_proposal_and_the_others_center_an_empty_list(world):
    assert "12 to 9 h, 4 milestones met" in director(world).get(reverse("proposals")).content.decode()
    assert "Nothing waits for you." in browser(world.outsider).get(reverse("proposals")).content.decode()


def test_proposal_says_what_speaks_against_it_and_what_changes(world):
    page = director(world).get(reverse("proposal", args=[world.proposal.public_id])).content.decode()
    for words in ["9 h a week", "stays inside the IOP range of 9 to 20 h", "Did not come to one session in two weeks."]:
        assert words in page
    assert "Group therapy: 2 to 1 a week." in page


def test_signing_on_the_page_twice_prescribes_once(world):
    address = reverse("proposal_sign", args=[world.proposal.public_id])
    page = director(world)
    assert page.post(address, {"credential": CREDENTIAL}).status_code == 302
    assert page.post(address, {"credential": CREDENTIAL}).status_code == 302
    assert ProposalDecision.objects.count() == 1
    assert version_in_force(world.client, SUNDAY + timedelta(days=1)).weekly_minutes == 540


def test_signing_on_the_page_without_a_license_keeps_the_proposal(world):
    address = reverse("proposal_sign", args=[world.proposal.public_id])
    assert director(world).post(address, {"credential": "cprs"}).status_code == 422
    assert ProposalDecision.objects.count() == 0


def test_signing_is_for_get_never_and_for_outsiders_404(world):
    address = reverse("proposal_sign", args=[world.proposal.public_id])
    assert director(world).get(address).status_code == 405
    assert browser(world.outsider).post(address, {"credential": CREDENTIAL}).status_code == 404


def test_changed_evidence_shows_the_withdrawn_line(world):
    record_observation(
        world.client,
        key="safety_plan",
        on=MONDAY,
        words="Out of date.",
        by=world.counselor,
        credential=CREDENTIAL,
        holds=False,
    )
    answer = director(world).post(
        reverse("proposal_sign", args=[world.proposal.public_id]), {"credential": CREDENTIAL}, follow=True
    )
    assert "Withdrawn: the evidence changed before anybody decided." in answer.content.decode()
    assert ProposalDecision.objects.count() == 0


def test_declining_needs_words_and_keeps_them_out_of_the_list(world):
    address = reverse("proposal_decline", args=[world.proposal.public_id])
    page = director(world)
    assert page.post(address, {"reason": "", "credential": CREDENTIAL}).status_code == 422
    assert page.post(address, {"reason": "Asks to stay.", "credential": CREDENTIAL}).status_code == 302
    assert ProposalDecision.objects.get().verdict == "declined"


def typed(page, address) -> dict[str, str]:
    """What the form's fields hold when it is opened."""
    form = page.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value is not None and value is not False}


def test_two_editors_the_second_sees_both_values_and_loses_nothing(world):
    draft = draft_of(world)
    address = reverse("plan_edit", args=[draft.public_id])
    first, second = director(world), browser(world.users[Role.THERAPIST])
    one, two = typed(first, address), typed(second, address)
    assert first.post(address, {**one, "weekly_minutes": "11", "strengths": "Patient."}).status_code == 302
    answer = second.post(address, {**two, "weekly_minutes": "10", "preferences": "Evenings."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Clinical director Person saved this draft while you were writing" in page
    assert ">11 h<" in page
    assert ">10 h<" in page
    assert "Evenings." in page
    draft.refresh_from_db()
    assert (draft.weekly_minutes, draft.strengths, draft.preferences) == (660, "Patient.", "")
    again = {**two, "weekly_minutes": "10", "preferences": "Evenings.", "revision": str(draft.revision)}
    assert second.post(address, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.weekly_minutes, draft.preferences) == (600, "Evenings.")


def test_same_form_twice_is_told_not_doubled(world):
    draft = draft_of(world)
    address = reverse("plan_edit", args=[draft.public_id])
    page = director(world)
    form = typed(page, address)
    new_problem = {**form, "problem.+.words": "Sleeps badly"}
    assert page.post(address, new_problem).status_code == 302
    assert page.post(address, new_problem).status_code == 409
    assert draft.problems.filter(words="Sleeps badly").count() == 1


def test_line_taken_out_by_another_is_shown_with_what_was_typed(world):
    draft = draft_of(world)
    address = reverse("plan_edit", args=[draft.public_id])
    first, second = director(world), browser(world.users[Role.THERAPIST])
    one, two = typed(first, address), typed(second, address)
    goal = draft.problems.get().goals.first()
    assert first.post(address, {**one, f"goal.{goal.public_id}.remove": "on"}).status_code == 302
    answer = second.post(address, {**two, f"goal.{goal.public_id}.words": "Sleep through the night"})
    assert answer.status_code == 409
    assert "Sleep through the night" in answer.content.decode()


def test_signed_while_somebody_types_keeps_the_typed_words_on_the_page(world):
    draft = draft_of(world)
    address = reverse("plan_edit", args=[draft.public_id])
    page = director(world)
    form = typed(page, address)
    assert page.post(reverse("plan_sign", args=[draft.public_id]), {"credential": CREDENTIAL}).status_code == 302
    answer = page.post(address, {**form, "strengths": "Patient."})
    assert answer.status_code == 409
    assert "Patient." in answer.content.decode()
    assert PlanVersion.objects.get(pk=draft.pk).strengths == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", (MONDAY + timedelta(days=1)).isoformat()),
        ("weekly_minutes", "many"),
        ("min_days", "5"),
        ("starts_on", "2026-02-30"),
    ],
)
def test_broken_form_is_kept_and_told(world, field, value):
    draft = draft_of(world)
    address = reverse("plan_edit", args=[draft.public_id])
    page = director(world)
    answer = page.post(address, {**typed(page, address), field: value, "strengths": "Patient."})
    assert answer.status_code == 422
    assert "Patient." in answer.content.decode()
    assert value in answer.content.decode()
    draft.refresh_from_db()
    assert draft.revision == 1


def test_signed_version_is_not_edited_but_followed(world):
    page = director(world)
    assert page.get(reverse("plan_edit", args=[world.version.public_id])).status_code == 302
    page.post(reverse("plan_next", args=[world.version.public_id]), {"rung": "phase_2"})
    page.post(reverse("plan_next", args=[world.version.public_id]), {"rung": "phase_2"})
    drafts = PlanVersion.objects.filter(number__gt=1)
    assert [(draft.number, draft.rung) for draft in drafts] == [(2, "phase_2")]


def test_plan_is_signed_on_its_page_and_says_what_is_missing(world):
    draft = draft_of(world)
    page = director(world)
    draft.problems.all().delete()
    shown = page.get(reverse("client_plan", args=[world.client.public_id]), {"version": draft.public_id})
    assert "The plan has no objective yet. Add at least one." in shown.content.decode()
    answer = page.post(reverse("plan_sign", args=[draft.public_id]), {"credential": CREDENTIAL})
    assert answer.status_code == 422
    assert not draft.signatures.exists()


def test_return_to_use_form_opens_the_task_once(world):
    address = reverse("return_to_use", args=[world.client.public_id])
    told = {
        "on": SUNDAY.isoformat(),
        "substance": "alcohol",
        "learned_from": "client",
        "circumstances": "After work.",
        "responsible": str(world.counselor.pk),
    }
    page = browser(world.users[Role.THERAPIST])
    assert page.post(address, {**told, "on": (SUNDAY + timedelta(days=1)).isoformat()}).status_code == 422
    assert page.post(address, told).status_code == 302
    assert page.post(address, told).status_code == 302
    assert (ReturnToUse.objects.count(), SafetyTask.objects.count()) == (1, 1)
    assert HoursProposal.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_task_is_closed_on_its_page_with_words(world):
    done = record_return_to_use(
        world.client,
        on=SUNDAY,
        substance="alcohol",
        learned_from="client",
        responsible=world.counselor,
        by=world.users[Role.THERAPIST],
    )
    address = reverse("safety_task_close", args=[done.task.public_id])
    page = director(world)
    assert page.post(address, {"words": "", "credential": CREDENTIAL}).status_code == 422
    assert page.post(address, {"words": "Seen, safe.", "credential": CREDENTIAL}).status_code == 302
    assert page.post(address, {"words": "Other.", "credential": CREDENTIAL}).status_code == 302
    assert Disposition.objects.get().words == "Seen, safe."


def test_observation_is_signed_on_its_page(world):
    address = reverse("observation", args=[world.client.public_id])
    said = {"key": "stable_housing", "holds": "yes", "on": SUNDAY.isoformat(), "words": "Own flat."}
    page = browser(world.users[Role.THERAPIST])
    assert page.post(address, {**said, "words": ""}).status_code == 422
    assert page.post(address, said).status_code == 302
    assert page.post(address, said).status_code == 302
    assert SignedObservation.objects.filter(key="stable_housing").count() == 1


def test_a_stale_proof_is_asked_for_before_signing(world):
    page = director(world)
    prove(page, world.users[Role.DIRECTOR], 0)
    answer = page.post(reverse("proposal_sign", args=[world.proposal.public_id]), {"credential": CREDENTIAL})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert ProposalDecision.objects.count() == 0


def counted(page, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as taken:
        assert page.get(address).status_code == 200
    return len([query for query in taken if _is_ours(query["sql"])])


def _is_ours(sql: str) -> bool:
    """Beyond the session, the user and the transaction's settings."""
    frame = (
        "SAVEPOINT",
        "django_session",
        "set_config",
        "current_setting",
        'accounts_user" WHERE',
        'centers_organization" WHERE',
    )
    return not any(word in sql for word in frame)


def test_pages_take_few_queries_and_as_many_for_more_clients(world):
    page = director(world)
    addresses = {**pages(world), "proposals": reverse("proposals") + "?show=decided", "team": reverse("proposals")}
    in_care(world, 1)
    for address in addresses.values():
        page.get(address)
    before = {name: counted(page, address) for name, address in addresses.items()}
    in_care(world, 12)
    after = {name: counted(page, address) for name, address in addresses.items()}
    assert after == before
    assert {name: count for name, count in after.items() if count > MOST_QUERIES} == {}


def in_care(world, number: int) -> None:
    """So many more clients with a plan, attendance, a safety task and a proposal."""
    for place in range(number):
        client = client_of(world, f"{number}-{place}", "Ana", f"Ruiz{place}", world.other_counselor, None)
        signed_plan(world, client)
        week_of_sessions(world, client, MONDAY, ["present"] * 5)
        told = {"on": SUNDAY, "substance": "alcohol", "learned_from": "client", "responsible": world.counselor}
        record_return_to_use(client, by=world.users[Role.DIRECTOR], **told)


def test_overview_of_a_client_takes_few_queries(world):
    with CaptureQueriesContext(connection) as taken:
        found = overview(world.client, SUNDAY)
    assert len(taken) <= 12
    assert found["chart"]["series"][0]["values"] == [12.0, 12.0, None]
    assert found["chart"]["series"][1]["values"] == [7.5, 6.0, None]
    assert found["next_step"]["url"] == reverse("proposal", args=[world.proposal.public_id])


def test_overview_without_a_plan_names_the_first_steps(world):
    assert overview(world.other_client, SUNDAY)["standing"] is None
    assert len(overview(world.other_client, SUNDAY)["first_steps"]) == 3


def draft_of(world) -> PlanVersion:
    episode = Episode.objects.get(client=world.client)
    return start_plan(episode, rung_key="phase_1", starts_on=MONDAY, by=world.users[Role.DIRECTOR])
