"""The board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iop.centers.models import Site
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.board.care import below_their_hours, coming_due, in_care
from iop.flows.board.today import groups_on
from iop.flows.board.waiting import waiting_for
from iop.web.access import needs

SITE = "board_site"


@needs(Action.BOARD_SEE)
def board(request: HttpRequest) -> HttpResponse:
    """What waits, groups today, who is below their hours, who is in care, what comes due."""
    today = clock.today(request.user.organization.time_zone)
    sites = list(Site.objects.order_by("name"))
    groups = groups_on(today, _site(request, sites))
    levels, care = in_care(today)
    context = {
        "today": today,
        "now": clock.now(),
        "sites": [(site.public_id, site.name) for site in sites],
        "site": request.session.get(SITE, ""),
        "lines": waiting_for(request.user, today, groups),
        "groups": groups,
        "next_group": next((g for g in groups if g.starts_at > clock.now() and not g.cancelled), None),
        "taken": sum(group.taken for group in groups),
        "seats": sum(group.seats for group in groups),
        "sees_week": may(request.user.policy_role, Action.TIMETABLE_SEE),
        "levels": levels,
        "care": care,
    }
    if may(request.user.policy_role, Action.PLAN_SEE):
        context |= {"below": below_their_hours(request.user, today), "due": coming_due(request.user, today)}
    return render(request, "board/board.html", context)


def _site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """The site filter is remembered for the session."""
    if "site" in request.GET:
        request.session[SITE] = request.GET["site"]
    chosen = request.session.get(SITE, "")
    return next((site for site in sites if site.public_id == chosen), None)
