"""A client enters a program: an episode at a level. Care does not start without the client's consent to it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from iop.admissions.models import Episode, Stay
from iop.audit.record import record
from iop.centers.models import Program
from iop.clients.models import Client
from iop.clients.refusals import NotSaved
from iop.consents.queries import consent_in_force, notice_given


@transaction.atomic
def admit(client: Client, program: Program, *, level: str, on: date, today: date) -> Episode:
    """The client is in the program's care from that day. A second press gives the same episode."""
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    stands = Episode.objects.filter(client=client, discharged_on__isnull=True).first()
    if stands is not None:
        return stands
    _papers_are_there(client)
    if level not in program.definition.levels:
        raise NotSaved(_("%(program)s has no such level of care.") % {"program": program.name})
    if on > today:
        raise NotSaved(_("This day is still to come. Admit them on the day."))
    episode = Episode.objects.create(
        organization_id=client.organization_id, client=client, program=program, admitted_on=on
    )
    Stay.objects.create(
        organization_id=client.organization_id, episode=episode, level=level, starts_on=on, reason="admission"
    )
    record("client_admitted", subject=episode, client=client, level=level, program=program.key)
    return episode


def _papers_are_there(client: Client) -> None:
    if consent_in_force(client) is None:
        raise NotSaved(_("The consent to treatment is not signed. It is under Papers."))
    if notice_given(client) is None:
        raise NotSaved(_("The privacy notice was not given yet. It is under Papers."))
