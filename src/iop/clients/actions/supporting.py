"""Relatives and other supporters the client named."""

from django.db import transaction

from iop.audit.record import record
from iop.clients.models import Client, Relative


@transaction.atomic
def name_relative(
    client: Client, *, form_id: str, name: str, relation: str, phone: str = "", email: str = ""
) -> Relative:
    """The supporter is known. The same form sent twice gives one person. It is no consent to tell them anything."""
    relative, new = Relative.objects.get_or_create(
        organization_id=client.organization_id,
        public_id=form_id,
        defaults={"client": client, "name": name, "relation": relation, "phone": phone, "email": email},
    )
    if new:
        record("relative_named", subject=relative, client=client)
    return relative


@transaction.atomic
def forget_relative(relative: Relative) -> None:
    """The supporter is no longer known; the trail keeps that they were."""
    record("relative_forgotten", subject=relative, client=relative.client_id)
    relative.delete()
