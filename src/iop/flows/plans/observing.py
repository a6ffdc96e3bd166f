"""A signed observation or a waiver may be what a milestone waited for: look at the milestones again at once."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from iop.admissions.models import Episode
from iop.centers.models import Staff
from iop.clients.models import Client
from iop.core import clock
from iop.flows.plans.proposals import propose_for
from iop.plans.actions import observing
from iop.plans.actions.signing import CannotSign, Said
from iop.plans.credentials import signing_credentials
from iop.plans.models import Milestone, MilestoneWaiver, SignedObservation


@transaction.atomic
def observe(
    client: Client, *, key: str, on: date, words: str, by: Staff, credential: str, holds: bool = True
) -> SignedObservation:
    """The observation is signed and what follows from it is proposed."""
    observation = observing.record_observation(
        client, key=key, on=on, words=words, by=by, credential=credential, holds=holds
    )
    look_again(client)
    return observation


@transaction.atomic
def waive(milestone: Milestone, *, reason: str, by) -> MilestoneWaiver | CannotSign:
    """The milestone is set aside and what follows from it is proposed. It may lead to fewer hours, so it takes a license."""
    if not signing_credentials(by, milestone.version.plan.episode.program):
        words = _("A milestone is waived by somebody with a license that has not expired.")
        return CannotSign((Said("credential", words),))
    waiver = observing.waive(milestone, reason=reason, by=by)
    look_again(milestone.version.plan.episode.client)
    return waiver


def look_again(client: Client) -> None:
    """Milestones and proposal of this client as of today; nothing for somebody not in care."""
    episode = Episode.objects.filter(client=client, discharged_on__isnull=True).select_related("program").first()
    if episode:
        propose_for(client, clock.today(episode.program.time_zone))
