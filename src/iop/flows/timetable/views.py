"""Look at a week, have it solved, release it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from iop.centers.models import Site
from iop.core.policy import Action, may
from iop.flows.timetable.chosen import chosen_from
from iop.flows.timetable.grid import rows_of
from iop.flows.timetable.quality import goals_of, unplaced_in
from iop.flows.timetable.week_of import WEEK, WeekShown, first_shown, monday_from, program_shown, week_shown
from iop.flows.week.comparing import Comparison, compare, taking_place
from iop.flows.week.matching import Pair
from iop.flows.week.names import Names
from iop.flows.week.solving import WeekIsOver, ask_for_week, ask_to_stop, end_if_lost
from iop.schedule.models import SolveRun
from iop.schedule.queries import live_sessions
from iop.web.access import needs

BY = ("room", "staff", "group")


@needs(Action.TIMETABLE_SEE)
def timetable(request: HttpRequest) -> HttpResponse:
    drafts = may(request.user.policy_role, Action.WEEK_SOLVE)
    return redirect("timetable_week", first_shown(drafts=drafts).isoformat())


@needs(Action.TIMETABLE_SEE)
def timetable_week(request: HttpRequest, monday: str) -> HttpResponse:
    """One site's week. Drafts are for those who solve; everybody else sees what is released."""
    shown = week_shown(monday_from(monday))
    names, role = Names(shown.program), request.user.policy_role
    solves = may(role, Action.WEEK_SOLVE)
    version = _version(request, shown, solves)
    comparison = compare(shown.draft) if version != "released" else None
    pairs = _pairs(shown, version, comparison)
    context = {
        "shown": shown,
        "by": _by(request),
        "version": version,
        "site": _site(request),
        "sites": [(site.public_id, site.name) for site in Site.objects.order_by("name")],
        "rows": rows_of(pairs, names, by=_by(request), site=_site(request)),
        "day": _day(request),
        "solves": solves,
        "releases": may(role, Action.WEEK_RELEASE),
        "comparison": comparison,
        "chosen_id": request.GET.get("session", ""),
        "chosen": chosen_from(pairs, request.GET.get("session", ""), names),
        "earlier": shown.monday - WEEK,
        "later": shown.monday + WEEK,
        **_quality(shown, version, names, role),
    }
    return render(request, "timetable/week.html", context)


def _version(request: HttpRequest, shown: WeekShown, solves: bool) -> str:
    """draft, changes (only what differs) or released."""
    asked = request.GET.get("show", "draft")
    if not solves or shown.draft is None:
        return "released"
    return asked if asked in {"draft", "changes", "released"} else "draft"


def _pairs(shown: WeekShown, version: str, comparison: Comparison | None) -> list[Pair]:
    if comparison is not None and comparison.against == "nothing":
        return [Pair(pair.after, pair.after) for pair in comparison.pairs]
    if comparison is not None:
        return comparison.changed if version == "changes" else comparison.pairs
    return [Pair(one, one) for one in taking_place(live_sessions(shown.program, shown.monday))]


def _quality(shown: WeekShown, version: str, names: Names, role) -> dict[str, object]:
    if version == "released":
        return {}
    sees_no_contact = may(role, Action.NO_CONTACT_SEE)
    return {
        "goals": goals_of(shown.draft),
        "unplaced": unplaced_in(shown.draft, names, sees_no_contact=sees_no_contact),
        "clients": len(shown.draft.problem["clients"]),
    }


def _by(request: HttpRequest) -> str:
    asked = request.GET.get("by", "room")
    return asked if asked in BY else "room"


def _site(request: HttpRequest) -> str:
    """The chosen site is remembered for the session; a center with one site shows all."""
    if "site" in request.GET:
        request.session["timetable_site"] = request.GET["site"]
    return request.session.get("timetable_site", "")


def _day(request: HttpRequest) -> int:
    asked = request.GET.get("day", "")
    return int(asked) if asked in set("0123456") else 0


@needs(Action.WEEK_SOLVE)
@require_POST
def solve(request: HttpRequest, monday: str) -> HttpResponse:
    """Ask for the week; a second press finds the run under way."""
    day: date = monday_from(monday)
    try:
        ask_for_week(program_shown(), day, by=request.user)
    except WeekIsOver:
        return render(request, "timetable/over.html", {"monday": day}, status=422)
    return redirect("timetable_week", monday)


@needs(Action.WEEK_SOLVE)
def run_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asked every second while the page is open; when the run has ended, or was lost, the page shows what came of it.

    Opened as a page of its own it leads to its week.
    """
    run = get_object_or_404(SolveRun.objects.select_related("week").defer("problem"), public_id=public_id)
    if not request.htmx:
        return redirect("timetable_week", run.week.monday.isoformat())
    if run.is_open and not end_if_lost(run):
        return render(request, "timetable/run.html", {"run": run})
    return HttpResponse(headers={"HX-Refresh": "true"})


@needs(Action.WEEK_SOLVE)
@require_POST
def stop_run(request: HttpRequest, public_id: str) -> HttpResponse:
    run = get_object_or_404(SolveRun.objects.select_related("week"), public_id=public_id)
    ask_to_stop(run, by=request.user)
    return redirect("timetable_week", run.week.monday.isoformat())
