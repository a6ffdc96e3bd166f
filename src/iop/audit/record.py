"""Add one event to the trail, in the same transaction as the deed."""

from django.db import connection, models

from iop.audit.models import Event
from iop.core import clock
from iop.tenancy.context import organization_id


def record(
    action: str, *, subject: models.Model | None = None, client: object = None, reason: str = "", **details: object
) -> None:
    """The event names the actor of the present transaction. `client` (a Client or its id) puts it into that chart's history."""
    Event.objects.create(
        organization_id=organization_id(),
        at=clock.now(),
        actor=_actor(),
        action=action,
        subject_type=subject._meta.db_table if subject else "",
        subject_id=str(subject.pk) if subject else "",
        client_id=_client_id(subject, client),
        reason=reason,
        details=details or None,
    )


def _actor() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.actor', true), '')")
        return cursor.fetchone()[0]


def _client_id(subject: models.Model | None, client: object) -> str:
    if client is not None:
        return str(getattr(client, "pk", client))
    return str(getattr(subject, "client_id", "") or "")
