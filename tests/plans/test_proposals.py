"""What is proposed, what is withdrawn, what is decided: the whole way through the database."""

from datetime import timedelta

import pytest

from iop.admissions.models import Stay
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.deciding import Decided, Withdrawn, decline, sign_proposal
from iop.flows.plans.proposals import propose_all, propose_for
from iop.flows.plans.return_to_use import CannotRecord, Recorded, record_return_to_use
from iop.plans.actions.observing import record_observation
from iop.plans.actions.signing import CannotSign
from iop.plans.models import HoursProposal, PlanVersion, ProposalDecision
from iop.plans.queries import version_in_force
from iop.safety.actions.closing import CannotClose, Closed, close_task
from iop.safety.models import Disposition, ReturnToUse, SafetyTask
from tests.plans.story import CREDENTIAL, MONDAY, at, signed_plan, week_of_sessions

SUNDAY = MONDAY + timedelta(days=13)
NEXT_MONDAY = MONDAY + timedelta(days=14)


@pytest.fixture
def world(cast):
    """Two good weeks on phase 1: every milestone met but the safety plan."""
    with cast.acting(), clock.set_to(at(SUNDAY)):
        cast.version = signed_plan(cast, cast.client)
        cast.sessions = week_of_sessions(cast, cast.client, MONDAY, ["present"] * 5)
        week_of_sessions(cast, cast.client, MONDAY + timedelta(days=7), ["present"] * 5)
        yield cast


def observe(cast, *keys, on=MONDAY, holds=True):
    for key in keys:
        record_observation(
            cast.client, key=key, on=on, words="Seen.", by=cast.counselor, credential=CREDENTIAL, holds=holds
        )


def ready(cast) -> HoursProposal:
    """The last milestone is met."""
    observe(cast, "safety_plan")
    return propose_for(cast.client, SUNDAY)


def sign(cast, proposal):
    return sign_proposal(proposal, by=cast.users[Role.DIRECTOR], credential=CREDENTIAL)


def used_again(cast, client=None, **changes):
    facts = {"on": SUNDAY, "substance": "alcohol", "learned_from": "client", "responsible": cast.counselor}
    return record_return_to_use(client or cast.client, by=cast.users[Role.THERAPIST], **{**facts, **changes})


def test_one_open_milestone_proposes_nothing_and_the_last_one_proposes(world):
    assert propose_for(world.client, SUNDAY) is None
    proposal = ready(world)
    assert (proposal.kind, proposal.to_rung, proposal.to_minutes) == ("fewer", "phase_2", 540)
    assert proposal.effective_on == NEXT_MONDAY
    assert len(proposal.evidence) == 4


def test_propose_twice_makes_one_proposal(world):
    first = ready(world)
    assert propose_for(world.client, SUNDAY) == first
    assert propose_for(world.client, SUNDAY + timedelta(days=1)) == first
    assert HoursProposal.objects.count() == 1


def test_nothing_lower_while_attendance_is_unmarked(world):
    observe(world, "safety_plan")
    week_of_sessions(world, world.client, MONDAY + timedelta(days=8), [None])
    assert propose_for(world.client, SUNDAY) is None


def test_nothing_lower_while_a_safety_task_is_open(world):
    observe(world, "safety_plan")
    task = SafetyTask.objects.create(
        organization=world.organization,
        client=world.client,
        kind="other",
        words="Call today",
        responsible=world.counselor,
        due_at=at(SUNDAY),
        opened_at=at(SUNDAY),
    )
    assert propose_for(world.client, SUNDAY) is None
    close_task(task, words="Called, safe.", by=world.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert propose_for(world.client, SUNDAY) is not None


def test_changed_evidence_withdraws_with_a_line_that_says_so(world):
    proposal = ready(world)
    world.client.attendance.filter(session__in=world.sessions[:3]).update(
        state="no_show", arrived=None, left=None, counted_minutes=0
    )
    assert propose_for(world.client, SUNDAY) is None
    proposal.refresh_from_db()
    assert proposal.withdrawn_at == at(SUNDAY)
    assert "80 % of prescribed hours, 14 days" in proposal.withdrawn_because


def test_signed_proposal_prescribes_from_its_monday(world):
    proposal = ready(world)
    outcome = sign(world, proposal)
    assert isinstance(outcome, Decided)
    new = outcome.decision.new_version
    assert (new.number, new.rung, new.weekly_minutes, new.starts_on) == (2, "phase_2", 540, NEXT_MONDAY)
    assert version_in_force(world.client, SUNDAY) == world.version
    assert version_in_force(world.client, NEXT_MONDAY) == new
    assert [milestone.key for milestone in new.milestones.order_by("position")] == [
        "attendance",
        "days",
        "support_person",
        "prevention_plan",
    ]
    assert Stay.objects.filter(episode=new.plan.episode).count() == 1


def test_signing_twice_changes_nothing(world):
    proposal = ready(world)
    first, second = sign(world, proposal), sign(world, proposal)
    assert (first.new, second.new) == (True, False)
    assert first.decision == second.decision
    assert PlanVersion.objects.count() == 2


def test_signed_and_not_yet_begun_is_not_proposed_again(world):
    sign(world, ready(world))
    assert propose_for(world.client, SUNDAY) is None


def test_signing_on_changed_evidence_withdraws_instead(world):
    proposal = ready(world)
    observe(world, "safety_plan", holds=False)
    outcome = sign(world, proposal)
    assert isinstance(outcome, Withdrawn)
    assert "A safety plan, written together" in outcome.because
    assert ProposalDecision.objects.count() == 0
    assert PlanVersion.objects.count() == 1


def test_signing_without_a_license_changes_nothing(world):
    outcome = sign_proposal(ready(world), by=world.users[Role.DIRECTOR], credential="cprs")
    assert isinstance(outcome, CannotSign)
    assert ProposalDecision.objects.count() == 0


def test_decline_needs_a_reason_and_rests_two_weeks(world):
    proposal = ready(world)
    user = world.users[Role.DIRECTOR]
    assert isinstance(decline(proposal, reason=" ", by=user, credential=CREDENTIAL), CannotSign)
    assert isinstance(decline(proposal, reason="Asks to stay.", by=user, credential=CREDENTIAL), Decided)
    for days, expected in [(1, None), (13, None), (14, "fewer")]:
        with clock.set_to(at(SUNDAY + timedelta(days=days))):
            observe(world, "safety_plan", on=SUNDAY + timedelta(days=days))
            week_of_sessions(world, world.client, MONDAY + timedelta(days=14 + 7 * (days > 1)), [])
            found = propose_for(world.client, SUNDAY)
            assert (found.kind if found else None) == expected


def test_return_to_use_from_the_second_rung_proposes_the_first_and_opens_a_task(world):
    sign(world, ready(world))
    with clock.set_to(at(NEXT_MONDAY)):
        done = used_again(world, on=NEXT_MONDAY)
        assert isinstance(done, Recorded)
        assert (done.proposal.kind, done.proposal.to_rung, done.proposal.to_minutes) == ("more", "phase_1", 720)
        assert done.proposal.effective_on == NEXT_MONDAY + timedelta(days=7)
        assert (done.task.responsible, done.task.due_at) == (world.counselor, at(NEXT_MONDAY) + timedelta(hours=24))
        signed = sign(world, done.proposal)
        assert signed.decision.new_version.weekly_minutes == 720
        assert propose_for(world.client, NEXT_MONDAY) is None


def test_return_to_use_before_signed_fewer_hours_begin_raises_those(world):
    sign(world, ready(world))
    done = used_again(world)
    assert (done.proposal.kind, done.proposal.to_minutes) == ("more", 720)
    sign(world, done.proposal)
    assert version_in_force(world.client, NEXT_MONDAY).weekly_minutes == 720


def test_return_to_use_at_the_top_is_a_referral_that_keeps_the_hours(world):
    done = used_again(world)
    assert (done.proposal.kind, done.proposal.to_level, done.proposal.to_rung) == ("level", "php", "")
    decision = sign(world, done.proposal).decision
    assert decision.new_version is None
    assert version_in_force(world.client, NEXT_MONDAY) == world.version


def test_return_to_use_withdraws_the_proposal_for_fewer_hours(world):
    fewer = ready(world)
    used_again(world)
    fewer.refresh_from_db()
    assert fewer.withdrawn_at is not None


def test_return_to_use_twice_is_one_event_and_one_task(world):
    first, second = used_again(world), used_again(world)
    assert (first.new, second.new) == (True, False)
    counts = (ReturnToUse.objects.count(), SafetyTask.objects.count(), HoursProposal.objects.count())
    assert counts == (1, 1, 1)


def test_return_to_use_needs_a_licensed_clinician(world):
    world.counselor.credentials.exclude(code__in=["cadc", "cprs"]).delete()
    assert isinstance(used_again(world), CannotRecord)
    assert ReturnToUse.objects.count() == 0


def test_nothing_lower_until_the_review_ends_and_what_was_earned_counts_then(world):
    ready(world)
    done = used_again(world)
    decline(done.proposal, reason="Safe, wants to stay.", by=world.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert propose_for(world.client, SUNDAY) is None
    close_task(done.task, words="Seen today, naloxone given.", by=world.users[Role.DIRECTOR], credential=CREDENTIAL)
    assert propose_for(world.client, SUNDAY).to_rung == "phase_2"


def test_task_is_closed_in_words_by_a_license_only_and_once(world):
    task = used_again(world).task
    user = world.users[Role.DIRECTOR]
    assert isinstance(close_task(task, words=" ", by=user, credential=CREDENTIAL), CannotClose)
    assert isinstance(close_task(task, words="Seen.", by=user, credential="cprs"), CannotClose)
    assert Disposition.objects.count() == 0
    first = close_task(task, words="Seen.", by=user, credential=CREDENTIAL)
    second = close_task(task, words="Other words.", by=user, credential=CREDENTIAL)
    assert isinstance(first, Closed)
    assert (second.new, second.disposition.words) == (False, "Seen.")


CONDITIONS = [
    "support_network",
    "no_use_reported",
    "risk_below_protective",
    "depression_low_or_halved",
    "stable_housing",
    "work_or_school_plan",
    "client_agrees",
]


@pytest.fixture
def at_the_edge(world):
    """On phase 2 (the last of the level) for four weeks, its milestones met."""
    sign(world, ready(world))
    end = NEXT_MONDAY + timedelta(days=27)
    with clock.set_to(at(end)):
        for week in range(4):
            week_of_sessions(world, world.client, NEXT_MONDAY + timedelta(days=7 * week), ["present"] * 4)
        observe(world, "support_person", "relapse_prevention_plan", "safety_plan", on=end - timedelta(days=14))
        world.end = end
        yield world


def test_level_changes_only_when_every_condition_holds(at_the_edge):
    world, end = at_the_edge, at_the_edge.end
    assert propose_for(world.client, end) is None
    for key in CONDITIONS:
        observe(world, key, on=end - timedelta(days=13))
        assert propose_for(world.client, end) is None
    observe(world, "receiving_visit_booked", on=end + timedelta(days=8))
    proposal = propose_for(world.client, end)
    assert (proposal.kind, proposal.to_level, proposal.to_rung, proposal.to_minutes) == ("level", "op", "phase_3", 360)
    observe(world, "stable_housing", on=end, holds=False)
    assert propose_for(world.client, end) is None


@pytest.mark.parametrize(("days", "expected"), [(12, None), (13, "op")])
def test_a_condition_has_to_hold_fourteen_days(at_the_edge, days, expected):
    """Fourteen days, the first and the last included: 13 days ago is enough, 12 is not."""
    world, end = at_the_edge, at_the_edge.end
    observe(world, *(key for key in CONDITIONS if key != "stable_housing"), on=end - timedelta(days=20))
    observe(world, "receiving_visit_booked", on=end + timedelta(days=1))
    observe(world, "stable_housing", on=end - timedelta(days=days))
    found = propose_for(world.client, end)
    assert (found.to_level if found else None) == expected


def test_signed_level_change_begins_a_new_stay(at_the_edge):
    world, end = at_the_edge, at_the_edge.end
    observe(world, *CONDITIONS, on=end - timedelta(days=20))
    observe(world, "receiving_visit_booked", on=end + timedelta(days=1))
    sign(world, propose_for(world.client, end))
    stays = Stay.objects.filter(episode__client=world.client).order_by("starts_on")
    begins = end + timedelta(days=1)
    assert [(stay.level, stay.ends_on) for stay in stays] == [("iop", begins), ("op", None)]


def test_propose_all_looks_at_everybody_in_care(world):
    signed_plan(world, world.other_client)
    observe(world, "safety_plan")
    assert [proposal.version for proposal in propose_all(SUNDAY)] == [world.version]
