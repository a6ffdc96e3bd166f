"""The client's calendar address: make it, change what it shows, end it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.clients.models import Client
from iop.core.policy import Action
from iop.portal.forms import CalendarForm
from iop.portal.queries import is_in_care, open_feed
from iop.portal.viewer import own_client
from iop.portal.words import local_day
from iop.schedule.actions.feeds import change_feed, end_feeds, make_feed
from iop.schedule.models import CalendarFeed
from iop.web.access import needs


@needs(Action.CALENDAR_MANAGE)
def calendar(request: HttpRequest) -> HttpResponse:
    client = own_client(request, Action.CALENDAR_MANAGE)
    feed = open_feed(client)
    return _page(request, client, feed, CalendarForm(initial=_shown(feed)))


@needs(Action.CALENDAR_MANAGE)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new address, told once, in this answer only. Sent again by reloading it changes nothing."""
    client = own_client(request, Action.CALENDAR_MANAGE)
    feed, form = open_feed(client), CalendarForm(request.POST)
    if not is_in_care(client) or request.POST.get("instead_of", "") != (feed.public_id if feed else ""):
        return redirect("portal_calendar")
    if not form.is_valid():
        return _page(request, client, feed, form, status=422)
    made, token = make_feed(client, **form.cleaned_data)
    return _page(request, client, made, CalendarForm(initial=_shown(made)), token=token)


@needs(Action.CALENDAR_MANAGE)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    client = own_client(request, Action.CALENDAR_MANAGE)
    feed = get_object_or_404(CalendarFeed, client=client, revoked_at__isnull=True)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, client, feed, form, status=422)
    change_feed(feed, **form.cleaned_data)
    messages.success(request, _("Saved. Your calendar takes it over when it looks the next time."))
    return redirect("portal_calendar")


@needs(Action.CALENDAR_MANAGE)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    end_feeds(own_client(request, Action.CALENDAR_MANAGE))
    messages.success(request, _("The address is switched off."))
    return redirect("portal_calendar")


def _shown(feed: CalendarFeed | None) -> dict[str, object]:
    return {"title": feed.title, "shows_place": feed.shows_place} if feed else {}


def _page(
    request: HttpRequest, client: Client, feed: CalendarFeed | None, form: CalendarForm, *, token: str = "", status=200
) -> HttpResponse:
    """`token` is there in the one answer that may show the address."""
    address = request.build_absolute_uri(reverse("portal_calendar_feed", args=[token])) if token else ""
    context = {
        "client": client,
        "feed": feed,
        "made_on": local_day(feed.made_at, client.site.time_zone) if feed else None,
        "form": form,
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2] if address else "",
        "in_care": feed is not None or is_in_care(client),
    }
    return render(request, "portal/calendar.html", context, status=status)
