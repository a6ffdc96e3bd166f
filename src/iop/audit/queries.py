"""A chart's history: the events of one client, narrowed by person and kind."""

from django.db.models import QuerySet

from iop.audit.models import Event
from iop.audit.words import LOOKED, ROW_WORDS


def events_of(client: object) -> QuerySet[Event]:
    """Newest first."""
    return Event.objects.filter(organization_id=client.organization_id, client_id=str(client.pk)).order_by("-id")


def of_kind(events: QuerySet[Event], kind: str) -> QuerySet[Event]:
    """looked, changed or done; any other word leaves all."""
    if kind == "looked":
        return events.filter(action=LOOKED)
    if kind == "changed":
        return events.filter(action__in=ROW_WORDS)
    if kind == "done":
        return events.exclude(action__in=[LOOKED, *ROW_WORDS])
    return events


def actors_of(client: object) -> list[str]:
    """Everybody the chart's history names: "user:12", "system:sealer" ..."""
    return sorted(events_of(client).order_by().values_list("actor", flat=True).distinct())
