"""Today, my week, my plan, more. Reading what changed marks it as seen."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from iop.core import clock
from iop.core.policy import Action
from iop.portal import queries
from iop.portal.plan import plan_of
from iop.portal.today import today_of
from iop.portal.viewer import own_client
from iop.portal.week import week_shown
from iop.portal.words import local_day
from iop.web.access import needs


@needs(Action.PORTAL_SEE)
def today(request: HttpRequest) -> HttpResponse:
    page = today_of(own_client(request))
    answer = render(request, "portal/today.html", {"page": page, "way": page.way()})
    queries.mark_seen(page.told.rows)
    return answer


@needs(Action.PORTAL_SEE)
def week(request: HttpRequest, day: str = "") -> HttpResponse:
    """The present week, or the one a day lies in."""
    client = own_client(request)
    page = week_shown(client, _day(day) if day else clock.today(client.site.time_zone))
    answer = render(request, "portal/week.html", {"page": page})
    queries.mark_seen(page.told.rows)
    return answer


def _day(typed: str) -> date:
    day = clock.day_named(typed)
    if day is None:
        raise Http404
    return day


@needs(Action.PORTAL_SEE)
def plan(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/plan.html", {"page": plan_of(own_client(request))})


@needs(Action.PORTAL_SEE)
def more(request: HttpRequest) -> HttpResponse:
    client = own_client(request)
    feed = queries.open_feed(client)
    made_on = local_day(feed.made_at, client.site.time_zone) if feed else None
    return render(request, "portal/more.html", {"feed": feed, "made_on": made_on})
