"""Who belongs to a closed group is named by staff."""

from datetime import date

from django.db import transaction

from iop.accounts.models import User
from iop.audit.record import record
from iop.centers.models import GroupDefinition
from iop.clients.models import Client
from iop.schedule.models import CohortMember


@transaction.atomic
def join_cohort(group: GroupDefinition, client: Client, since: date, *, by: User) -> CohortMember:
    """The client may be placed in this closed group from that day on. Naming them twice changes nothing."""
    member, new = CohortMember.objects.get_or_create(
        organization_id=group.organization_id, group=group, client=client, ended_on=None, defaults={"since": since}
    )
    if new:
        record("cohort_joined", subject=member, client=client)
    return member


@transaction.atomic
def leave_cohort(member: CohortMember, on: date, *, by: User) -> None:
    """From that day on the group is not for this client."""
    if CohortMember.objects.filter(pk=member.pk, ended_on=None).update(ended_on=on):
        record("cohort_left", subject=member, client=member.client_id)
