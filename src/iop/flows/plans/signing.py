"""A clinician signs a plan: the stay follows its level, and milestones are looked at again at once."""

from django.db import transaction

from iop.flows.plans.levels import follow_level
from iop.flows.plans.observing import look_again
from iop.plans.actions.signing import CannotSign, Signed, sign
from iop.plans.models import PlanVersion


@transaction.atomic
def sign_plan(version: PlanVersion, *, by, credential: str) -> Signed | CannotSign:
    """The version is signed with everything that follows from it; a second press changes nothing."""
    outcome = sign(version, by=by, credential=credential)
    if isinstance(outcome, Signed) and outcome.new:
        follow_level(version, "plan signed")
        look_again(version.plan.episode.client)
    return outcome
