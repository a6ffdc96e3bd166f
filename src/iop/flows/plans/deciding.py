"""A clinician signs or declines a proposal. Signed hours are a new version of the plan; an error is mended by the next."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.core import clock
from iop.core.plans import Stay
from iop.flows.plans.conditions import next_monday
from iop.flows.plans.levels import follow_level
from iop.flows.plans.milestones import store
from iop.flows.plans.prescribing import next_version
from iop.flows.plans.proposals import is_still_so, outcome_of, withdraw
from iop.flows.plans.standing import Standing, standing_of
from iop.plans.actions.signing import CannotSign, Said, sign
from iop.plans.credentials import may_sign_as, signing_name
from iop.plans.models import HoursProposal, PlanVersion, ProposalDecision, TreatmentPlan


@dataclass(frozen=True)
class Decided:
    """The decision; `new` is false when somebody had decided before."""

    decision: ProposalDecision
    new: bool = True


@dataclass(frozen=True)
class Withdrawn:
    """The evidence changed: nothing was decided, and why."""

    because: str


@transaction.atomic
def sign_proposal(proposal: HoursProposal, *, by, credential: str) -> Decided | Withdrawn | CannotSign:
    """The proposed hours are prescribed from the proposal's Monday on; a second press changes nothing."""
    locked = _locked(proposal)
    settled = _settled(locked)
    if settled:
        return settled
    if not may_sign_as(by, credential, locked.version.plan.episode.program):
        return CannotSign((_license(),))
    changed = _withdrawn_if_changed(locked)
    if changed:
        return changed
    version = _prescribed(locked, by, credential)
    if isinstance(version, CannotSign):
        return version
    decision = _decide(locked, "signed", by, credential, new_version=version)
    return Decided(decision)


@transaction.atomic
def decline(proposal: HoursProposal, *, reason: str, by, credential: str) -> Decided | Withdrawn | CannotSign:
    """The hours stay as they are, for a reason in writing."""
    locked = _locked(proposal)
    settled = _settled(locked)
    if settled:
        return settled
    if not may_sign_as(by, credential, locked.version.plan.episode.program):
        return CannotSign((_license(),))
    if not reason.strip():
        return CannotSign((Said("reason", _("Say why, in a few words.")),))
    return Decided(_decide(locked, "declined", by, credential, reason=reason.strip()))


def _locked(proposal: HoursProposal) -> HoursProposal:
    """Take turns at the plan's row with the job that proposes, then read what is so now."""
    TreatmentPlan.objects.select_for_update().get(pk=proposal.version.plan_id)
    related = HoursProposal.objects.select_related("version__plan__episode__program", "version__plan__episode__client")
    return related.get(pk=proposal.pk)


def _settled(proposal: HoursProposal) -> Decided | Withdrawn | None:
    decision = ProposalDecision.objects.filter(proposal=proposal).first()
    if decision:
        return Decided(decision, new=False)
    return Withdrawn(proposal.withdrawn_because) if proposal.withdrawn_at else None


def _withdrawn_if_changed(proposal: HoursProposal) -> Withdrawn | None:
    """Look at everything again: what is signed is what is so now."""
    standing = _standing(proposal)
    if standing is None:
        return _no_longer_in_care(proposal)
    store(standing)
    outcome = outcome_of(standing)
    if not isinstance(outcome, Stay) and is_still_so(proposal, outcome, standing):
        return None
    withdraw(proposal, standing, outcome)
    return Withdrawn(proposal.withdrawn_because)


def _no_longer_in_care(proposal: HoursProposal) -> Withdrawn:
    """Nobody's hours are left to decide."""
    proposal.withdrawn_at, proposal.withdrawn_because = clock.now(), _("The client is no longer in care.")
    proposal.save(update_fields=["withdrawn_at", "withdrawn_because"])
    client = proposal.version.plan.episode.client
    record("proposal_withdrawn", subject=proposal, client=client, reason=proposal.withdrawn_because)
    return Withdrawn(proposal.withdrawn_because)


def _standing(proposal: HoursProposal) -> Standing | None:
    episode = proposal.version.plan.episode
    return standing_of(episode.client, clock.today(episode.program.time_zone))


def _prescribed(proposal: HoursProposal, by, credential: str) -> PlanVersion | CannotSign | None:
    """The signed version on the new rung; None for a referral, whose hours others will prescribe."""
    if not proposal.to_rung:
        return None
    draft = next_version(
        proposal.version,
        by=by,
        starts_on=_monday(proposal),
        rung_key=proposal.to_rung,
        weekly_minutes=proposal.to_minutes,
    )
    done = sign(draft, by=by, credential=credential)
    if isinstance(done, CannotSign):
        transaction.set_rollback(True)
        return done
    follow_level(draft, "return to use" if _goes_up(proposal) else "milestones met")
    return draft


def _monday(proposal: HoursProposal) -> date:
    """The proposal's Monday, or the next one when that has come already: a week under way keeps its hours."""
    today = clock.today(proposal.version.plan.episode.program.time_zone)
    return proposal.effective_on if proposal.effective_on > today else next_monday(today)


def _goes_up(proposal: HoursProposal) -> bool:
    return any(reason["code"] == "return_to_use" for reason in proposal.reasons)


def _decide(proposal: HoursProposal, verdict: str, by, credential: str, **more) -> ProposalDecision:
    decision = ProposalDecision.objects.create(
        organization_id=proposal.organization_id,
        proposal=proposal,
        verdict=verdict,
        by=by,
        name=signing_name(by),
        credential=credential,
        at=clock.now(),
        **more,
    )
    client = proposal.version.plan.episode.client
    record(f"proposal_{verdict}", subject=proposal, client=client, reason=decision.reason, minutes=proposal.to_minutes)
    return decision


def _license() -> Said:
    return Said("credential", _("A proposal is decided by somebody with a license that has not expired."))
