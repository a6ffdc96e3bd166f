"""Add one event to the trail, in the same transaction as the deed."""

from django.db import models
from django.db.models import Func

from iop.audit.models import Event
from iop.core import clock


class CurrentOrganization(Func):
    """Raises in the database when none is set."""

    template = "iop_current_org()"
    output_field = models.BigIntegerField()


class CurrentActor(Func):
    template = "coalesce(current_setting('app.actor', true), '')"
    output_field = models.TextField()


def record(
    action: str, *, subject: models.Model | None = None, client: object = None, reason: str = "", **details: object
) -> None:
    """The event names the actor of the present transaction. `client` (a Client or its id) puts it into that chart's history."""
    Event.objects.create(
        organization_id=CurrentOrganization(),
        at=clock.now(),
        actor=CurrentActor(),
        action=action,
        subject_type=subject._meta.db_table if subject else "",
        subject_id=str(subject.pk) if subject else "",
        client_id=_client_id(subject, client),
        reason=reason,
        details=details or None,
    )


def _client_id(subject: models.Model | None, client: object) -> str:
    if client is not None:
        return str(getattr(client, "pk", client))
    return str(getattr(subject, "client_id", "") or "")
