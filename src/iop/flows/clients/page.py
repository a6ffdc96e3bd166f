"""What the overview of one client shows."""

from datetime import date, timedelta

from django.db.models import Q

from iop.accounts.models import User
from iop.admissions.models import Episode
from iop.attendance.models import Attendance
from iop.attendance.queries import live_seats
from iop.audit import queries as trail
from iop.audit import words as trail_words
from iop.clients.actions.keeping_apart import APART_ENDED, KEPT_APART
from iop.clients.models import Client
from iop.clients.words import languages_words, modes_words
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.clients.week_lines import WeekLine, week_lines
from iop.flows.plans.overview import overview
from iop.flows.plans.standing import Standing
from iop.plans import wording
from iop.schedule.models import Session

WEEK = timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)
LATELY = 6
NO_CONTACT_DEEDS = (KEPT_APART, APART_ENDED)


def page_of(client: Client, viewer: User, today: date) -> dict[str, object]:
    """Context of `flows/client.html`: clinical parts only for those who may see the plan."""
    episode = Episode.objects.filter(client=client, discharged_on__isnull=True).select_related("program").first()
    context: dict[str, object] = {
        "episode": episode,
        "age": client.age_on(today),
        "languages": languages_words(client.languages),
        "modes": modes_words(client.modes),
        "sees_plan": may(viewer.policy_role, Action.PLAN_SEE),
        "decides": may(viewer.policy_role, Action.PROPOSAL_LIST),
    }
    if context["sees_plan"]:
        context |= _care(client, viewer, today)
    return context


def _care(client: Client, viewer: User, today: date) -> dict[str, object]:
    found = overview(client, today)
    standing: Standing | None = found["standing"]
    lines = week_of_client(client, clock.monday_of(today))
    return {
        **found,
        "week": lines,
        "hours": facts_line(standing, lines, today) if standing else None,
        "lately": lately(client, viewer),
    }


def facts_line(standing: Standing, lines: list[WeekLine], today: date) -> dict[str, object]:
    """Figures of the facts line, in words with their whole."""
    version = standing.version
    attended = sum(line.mark.counted_minutes for line in lines if line.mark)
    ahead = sum(line.session.counted_minutes for line in lines if line.stage in ("to_come", "unmarked"))
    window = [fact for fact in standing.facts.attendance if today - FOUR_WEEKS < fact.date <= today]
    held = [fact for fact in window if fact.state != "cancelled_program"]
    booked = sum(fact.prescribed_minutes for fact in held)
    got = sum(fact.attended_minutes for fact in held)
    return {
        "level": wording.level_name(version.level),
        "prescribed": wording.bare_hours(version.weekly_minutes),
        "since": version.starts_on,
        "share": 100 * got // booked if booked else None,
        "got": wording.bare_hours(got),
        "booked": wording.bare_hours(booked),
        "unmarked": len(standing.unmarked),
        "so_far": wording.bare_hours(attended),
        "short": wording.bare_hours(max(0, version.weekly_minutes - attended - ahead)),
        "is_reachable": attended + ahead >= version.weekly_minutes,
    }


def lately(client: Client, viewer: User) -> list[dict[str, object]]:
    """The newest deeds in this chart, in the trail's words. Who may not know of no-contact pairs reads no hint of one."""
    events = trail.of_kind(trail.events_of(client), "done")
    if not may(viewer.policy_role, Action.NO_CONTACT_SEE):
        events = events.exclude(action__in=NO_CONTACT_DEEDS)
    return [{"at": event.at, "words": trail_words.said(event)} for event in events[:LATELY]]


def week_of_client(client: Client, monday: date) -> list[WeekLine]:
    """Any week of the client: sessions they have a seat in or visited, with who leads them."""
    days = {"session__day__gte": monday, "session__day__lt": monday + WEEK}
    marks = {mark.session_id: mark for mark in Attendance.objects.filter(client=client, **days)}
    seats = live_seats().filter(client=client, **days).values("session_id")
    chosen = Session.objects.filter(Q(pk__in=seats) | Q(pk__in=list(marks)))
    return week_lines(chosen.select_related("service", "group", "room", "leader", "cancellation"), marks)
