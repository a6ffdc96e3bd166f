"""Propose the next hours when the records say so, and withdraw what they no longer say. A clinician decides.

Sources: docs/rules/step_down.md, clinical facts §1.2 and §3.4. Seats and staff are not asked, on purpose.
"""

from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.core import plans as rules
from iop.core.plans import LevelChange, MoreHours, Reason, Stay, StepDown
from iop.flows.plans.against import against
from iop.flows.plans.conditions import condition_facts, next_monday
from iop.flows.plans.milestones import store
from iop.flows.plans.standing import Standing, as_result, standing_of
from iop.flows.plans.words import reason_lines
from iop.plans.models import HoursProposal, Milestone, TreatmentPlan
from iop.plans.queries import versions_in_force

Proposed = StepDown | LevelChange | MoreHours


@transaction.atomic
def propose_for(client: Client, on: date) -> HoursProposal | None:
    """The open proposal for this client after looking at everything again; None when nothing is proposed.

    Two jobs at once take turns at the plan's row, so no proposal is made twice.
    """
    TreatmentPlan.objects.select_for_update().filter(
        episode__client=client, episode__discharged_on__isnull=True
    ).first()
    standing = standing_of(client, on)
    if standing is None:
        return None
    store(standing)
    outcome = outcome_of(standing)
    open_now = open_proposal(standing)
    if open_now and not is_still_so(open_now, outcome, standing):
        withdraw(open_now, standing, outcome)
        open_now = None
    if isinstance(outcome, Stay) or _rests(standing, outcome):
        return open_now
    return _refreshed(open_now, standing) if open_now else _proposed(standing, outcome)


def propose_all(on: date) -> list[HoursProposal]:
    """Every client with a plan in force, inside the organization that acts."""
    clients = [version.plan.episode.client for version in versions_in_force(on)]
    found = (propose_for(client, on) for client in clients)
    return [proposal for proposal in found if proposal is not None]


def outcome_of(standing: Standing) -> Proposed | Stay:
    """What the rule proposes on the newest results. Writes nothing."""
    prescribed = standing.prescribed
    if prescribed != standing.version and not standing.unanswered:
        day = prescribed.starts_on.isoformat()
        return Stay((Reason("decided", "New hours are signed from {day}.", (("day", day),)),))
    progress = rules.Progress(
        on=standing.on,
        track=standing.client.track,
        rung=prescribed.rung,
        weekly_minutes=prescribed.weekly_minutes,
        milestones=[_known(standing, milestone) for milestone in standing.milestones],
        conditions=condition_facts(standing),
        returns_to_use=standing.unanswered,
    )
    policies = rules.Policies(standing.definition.step_down, standing.definition.return_to_use)
    return rules.propose(progress, standing.ladder, policies, standing.open_flags)


def _known(standing: Standing, milestone: Milestone) -> rules.MilestoneResult:
    """The newest result; a milestone nobody has looked at is not known."""
    row = standing.newest.get(milestone.pk)
    return as_result(row) if row else rules.MilestoneResult(milestone.key, "insufficient_data", None, "", (), ())


def open_proposal(standing: Standing) -> HoursProposal | None:
    """The one proposal of this plan that nobody decided and nothing withdrew."""
    waiting = (p for p in standing.proposals if p.withdrawn_at is None and not hasattr(p, "decision"))
    return next(waiting, None)


def is_still_so(proposal: HoursProposal, outcome: Proposed | Stay, standing: Standing) -> bool:
    """The rule proposes the same step from the same version today, and its Monday can still be kept."""
    if isinstance(outcome, Stay) or proposal.version_id != standing.prescribed.pk:
        return False
    return _row_target(proposal) == _target(outcome, standing) and _rests_on_same(proposal, standing)


def withdraw(proposal: HoursProposal, standing: Standing, outcome: Proposed | Stay) -> None:
    """The evidence changed before anybody decided; the line says what."""
    proposal.withdrawn_at = clock.now()
    proposal.withdrawn_because = _why(proposal, standing, outcome)[:200]
    proposal.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record("proposal_withdrawn", subject=proposal, client=standing.client, reason=proposal.withdrawn_because)


def reasons_json(reasons: tuple[Reason, ...]) -> list[dict[str, object]]:
    """Reasons as codes and figures; the words are made where they are shown."""
    return [{"code": reason.code, "values": dict(reason.values)} for reason in reasons]


def _proposed(standing: Standing, outcome: Proposed) -> HoursProposal:
    kind, level, rung, minutes = _target(outcome, standing)
    proposal = HoursProposal.objects.create(
        organization_id=standing.prescribed.organization_id,
        version=standing.prescribed,
        kind=kind,
        to_level=level,
        to_ladder=standing.prescribed.ladder if rung else "",
        to_rung=rung,
        to_minutes=minutes,
        effective_on=next_monday(standing.on),
        reasons=reasons_json(outcome.reasons),
        against=against(standing, outcome),
        evidence=_evidence(standing),
        proposed_at=clock.now(),
    )
    record("hours_proposed", subject=proposal, client=standing.client, **_told(outcome))
    return proposal


def _refreshed(proposal: HoursProposal, standing: Standing) -> HoursProposal:
    """The same step on today's figures, from the next Monday that can be kept."""
    outcome = outcome_of(standing)
    fresh = {
        "evidence": _evidence(standing),
        "effective_on": next_monday(standing.on),
        "against": [] if isinstance(outcome, Stay) else against(standing, outcome),
    }
    changed = [name for name, value in fresh.items() if getattr(proposal, name) != value]
    for name in changed:
        setattr(proposal, name, fresh[name])
    if changed:
        proposal.save(update_fields=changed)
    return proposal


def _target(outcome: Proposed, standing: Standing) -> tuple[str, str, str, int]:
    """kind, level, rung, minutes as the proposal's row holds them. A referral keeps the present minutes until it is made."""
    if isinstance(outcome, LevelChange):
        minutes = outcome.from_minutes if outcome.to_minutes is None else outcome.to_minutes
        return "level", outcome.to_level or "", outcome.to_rung or "", minutes
    kind = "more" if isinstance(outcome, MoreHours) else "fewer"
    return kind, standing.prescribed.level, outcome.to_rung, outcome.to_minutes


def _evidence(standing: Standing) -> list[str]:
    """What the proposal rests on: returns to use, else the milestones' results."""
    events = [event.id for event in standing.unanswered]
    return events or [standing.newest[m.pk].public_id for m in standing.milestones if m.pk in standing.newest]


def _rests_on_same(proposal: HoursProposal, standing: Standing) -> bool:
    """A second return to use is new evidence; milestones are compared by what the rule makes of them."""
    events = [event.id for event in standing.unanswered]
    return not events or events == proposal.evidence


def _rests(standing: Standing, outcome: Proposed) -> bool:
    """A person declined this step lately: it is not proposed again before the next two reviews' time has passed."""
    if isinstance(outcome, MoreHours) or standing.unanswered:
        return False
    days = timedelta(days=standing.definition.step_down.sustained_days)
    return any(
        p.decision.verdict == "declined"
        and clock.now() - p.decision.at < days
        and _row_target(p) == _target(outcome, standing)
        for p in standing.proposals
        if hasattr(p, "decision") and p.version_id == standing.prescribed.pk
    )


def _row_target(proposal: HoursProposal) -> tuple[str, str, str, int]:
    return proposal.kind, proposal.to_level, proposal.to_rung, proposal.to_minutes


def _why(proposal: HoursProposal, standing: Standing, outcome: Proposed | Stay) -> str:
    if proposal.version_id != standing.prescribed.pk:
        return _("Another plan came into force.")
    if not isinstance(outcome, Stay):
        return _("The records now speak for another step.")
    return " ".join(reason_lines(reasons_json(outcome.reasons), standing.milestones))


def _told(outcome: Proposed) -> dict[str, object]:
    return {key: value for key, value in asdict(outcome).items() if key.startswith(("to_", "from_"))}
