"""A clinician signs a plan: the stay follows its level, and milestones are looked at again at once."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from iop.core import clock
from iop.flows.plans.levels import follow_level
from iop.flows.plans.observing import look_again
from iop.flows.plans.standing import standing_of
from iop.plans.actions.signing import CannotSign, Said, Signed, sign
from iop.plans.models import PlanVersion


@transaction.atomic
def sign_plan(version: PlanVersion, *, by, credential: str) -> Signed | CannotSign:
    """The version is signed with everything that follows from it; a second press changes nothing."""
    said = open_while_lowering(version)
    outcome = sign(version, by=by, credential=credential)
    if isinstance(outcome, Signed) and outcome.new:
        follow_level(version, "plan signed")
        look_again(version.plan.episode.client)
        return replace(outcome, warnings=(*outcome.warnings, *said))
    return outcome


def open_while_lowering(version: PlanVersion) -> tuple[Said, ...]:
    """A clinician may prescribe less at any time; that something is open which forbids to propose it is said."""
    episode = version.plan.episode
    standing = standing_of(episode.client, clock.today(episode.program.time_zone))
    if standing is None or version.weekly_minutes >= standing.prescribed.weekly_minutes:
        return ()
    flags = standing.open_flags
    if not (flags.safety_tasks or flags.return_to_use_reviews):
        return ()
    words = _("These hours are fewer than before, while a safety task or a review after a return to use is open.")
    return (Said("open_safety", words),)
