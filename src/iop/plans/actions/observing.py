"""Somebody qualified signs that a thing is so, or no longer so. The row never changes; a later one counts."""

from datetime import date

from django.db import transaction

from iop.audit.record import record
from iop.centers.models import Staff
from iop.clients.models import Client
from iop.core import clock
from iop.plans.models import MilestoneWaiver, SignedObservation


@transaction.atomic
def record_observation(
    client: Client, *, key: str, on: date, words: str, by: Staff, credential: str, holds: bool = True
) -> SignedObservation:
    """The observation stands signed; the same words by the same person twice are one."""
    Client.objects.select_for_update().get(pk=client.pk)
    said = {"key": key, "on": on, "words": words, "by": by, "holds": holds}
    newest = SignedObservation.objects.filter(client=client, key=key).order_by("-signed_at", "-pk").first()
    if newest and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    observation = SignedObservation.objects.create(
        organization_id=client.organization_id, client=client, credential=credential, signed_at=clock.now(), **said
    )
    record("observation_signed", subject=observation, client=client, key=key, holds=holds)
    return observation


@transaction.atomic
def waive(milestone, *, reason: str, by) -> MilestoneWaiver:
    """The milestone is not asked of this client, for a reason a person gave; a second press changes nothing."""
    waiver, new = MilestoneWaiver.objects.get_or_create(
        organization_id=milestone.organization_id,
        milestone=milestone,
        defaults={"reason": reason, "by": by, "at": clock.now()},
    )
    if new:
        client = milestone.version.plan.episode.client
        record("milestone_waived", subject=waiver, client=client, reason=reason, milestone=milestone.key)
    return waiver
