"""Who looked at a chart and who changed what. It stands above the apps it tells of; the trail itself knows none of them."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.audit import queries, words
from iop.audit.looking import looked_at
from iop.audit.models import Event
from iop.clients.models import Client
from iop.core.policy import Action
from iop.web.access import needs

ROWS = 50


@needs(Action.CHART_AUDIT_SEE)
def chart_audit(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = Client.objects.visible_to(request.user, Action.CHART_AUDIT_SEE)
    client = get_object_or_404(visible, public_id=public_id)
    looked_at(client, request.user, "chart audit")
    people = people_of(client)
    who, kind = request.GET.get("who", ""), request.GET.get("kind", "")
    events = queries.of_kind(queries.events_of(client), kind)
    if who:
        events = events.filter(actor__in=[actor for actor, (key, _name) in people.items() if key == who])
    page = Paginator(events, ROWS).get_page(request.GET.get("page"))
    with timezone.override(ZoneInfo(request.user.organization.time_zone)):
        context = {"client": client, "page": page, "rows": rows(page.object_list, people), "kinds": kinds()}
        context |= {"people": [("", _("Everybody")), *choices(people)], "who": who, "kind": kind}
        return render(request, "audit/chart_audit.html", context)


def kinds() -> list[tuple[str, str]]:
    return [("", _("Everything")), ("looked", _("Looked")), ("changed", _("Changed")), ("done", _("Done"))]


def people_of(client: Client) -> dict[str, tuple[str, str]]:
    """Actor as the trail writes it -> (key for the address, name)."""
    actors = queries.actors_of(client)
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")]
    users = {
        f"user:{user.pk}": user for user in User.objects.filter(pk__in=ids, organization_id=client.organization_id)
    }
    return {
        actor: (users[actor].public_id, users[actor].name) if actor in users else ("program", _("OpenIOP itself"))
        for actor in actors
    }


def choices(people: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(people.values()), key=lambda choice: choice[1].casefold())


def rows(events: list[Event], people: dict[str, tuple[str, str]]) -> list[dict[str, object]]:
    names = names_of(words.references(events))
    return [
        {
            "at": event.at,
            "who": people[event.actor][1],
            "words": words.said(event),
            "reason": event.reason,
            "changes": words.changes(event, names),
        }
        for event in events
    ]


def names_of(references: dict[type[models.Model], set[int]]) -> dict[tuple[str, int], str]:
    """Only rows that have a name of their own are looked up; the others are told by number."""
    return {
        (model._meta.db_table, row.pk): str(row)
        for model, keys in references.items()
        if model.__str__ is not models.Model.__str__
        for row in model._base_manager.filter(pk__in=keys)
    }
