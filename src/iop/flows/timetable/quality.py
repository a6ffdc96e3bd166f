"""How good a draft is, goal by goal, and who is not fully placed and why."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.core.timetable.reasons import NO_CONTACT
from iop.core.timetable.words import BECAUSE
from iop.flows.week.names import Names
from iop.flows.week.reasons import FREE_TIME
from iop.flows.week.shortfalls import counted_minutes
from iop.schedule.models import Draft

HIDDEN = {NO_CONTACT}


@dataclass(frozen=True)
class Goal:
    """One tier of the engine in plain words. `gap` is None when no bound is known."""

    name: str
    value: str
    proven: bool
    gap: str | None


@dataclass(frozen=True)
class Unplaced:
    client: str
    name: str
    got: str
    needed: str
    reasons: list[str]


def goals_of(draft: Draft) -> list[Goal]:
    """The five goals in the order they were solved. Source: docs/problem_format.md, tiers."""
    return [_goal(tier) for tier in draft.tiers]


def _goal(tier: dict) -> Goal:
    name, as_words = _goal_words()[tier["name"]]
    bound = tier["bound"]
    gap = None if bound is None else as_words(tier["value"] - bound)
    return Goal(name, as_words(tier["value"]), bool(tier["proven"]), gap)


def _goal_words() -> dict[str, tuple[str, object]]:
    return {
        "unmet_minutes": (_("Hours not placed, urgency weighed"), hours),
        "unmet_needs": (_("Prescribed sessions missing, urgency weighed"), str),
        "continuity_breaks": (_("Changes from last week, weighed"), str),
        "client_burden": (_("Clients waiting and extra trips, in minutes"), str),
        "resources": (_("Staff over target and groups held, weighed"), str),
        "lost_minutes": (_("Hours lost, urgency weighed"), hours),
        "lost_needs": (_("Sessions lost, urgency weighed"), str),
        "disturbed_clients": (_("Clients whose week changes"), str),
        "changed_attendances": (_("Attendances that change"), str),
        "handovers": (_("Sessions with another leader"), str),
    }


def hours(minutes: int) -> str:
    return _("%(hours)s h") % {"hours": f"{minutes / 60:.1f}"}


def unplaced_in(draft: Draft, names: Names, *, sees_no_contact: bool) -> list[Unplaced]:
    """Clients short of their minutes or sessions, with the smallest reasons. Who may not know of no-contact pairs reads no hint."""
    reasons = defaultdict(list)
    for reason in draft.reasons:
        reasons[reason["client"]].append(reason)
    got = counted_minutes(draft.problem, draft.solution)
    found = [
        _unplaced(client, got.get(client["id"], 0), reasons[client["id"]], names, sees_no_contact)
        for client in draft.problem["clients"]
        if reasons[client["id"]]
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def _unplaced(client: dict, got: int, reasons: list[dict], names: Names, sees_no_contact: bool) -> Unplaced:
    return Unplaced(
        client=client["id"],
        name=names.client(client["id"]),
        got=f"{got / 60:.1f}",
        needed=hours(client["plan"]["minutes"]),
        reasons=list(dict.fromkeys(s for reason in reasons for s in reason_words(reason, names, sees_no_contact))),
    )


def reason_words(reason: dict, names: Names, sees_no_contact: bool) -> list[str]:
    """What is missing, then why, as sentences."""
    service = names.services.get(reason["subject"])
    missing = {
        "service": _("%(n)s × %(what)s missing."),
        "affinity": _("%(n)s × %(what)s group missing."),
        "minutes": _("%(n)s minutes missing."),
        "days": _("%(n)s days fewer than planned."),
        FREE_TIME: _("The plan asks for %(n)s minutes more than the client is free."),
    }.get(reason["about"])
    first = (
        missing % {"n": reason["missing"], "what": service.name if service else reason["subject"]} if missing else ""
    )
    because = [] if reason["about"] == FREE_TIME else [_because(code, sees_no_contact) for code in reason["codes"]]
    return [words for words in (first, *because) if words]


def _because(code: str, sees_no_contact: bool) -> str:
    if code in HIDDEN and not sees_no_contact:
        return _("Not possible in this group.")
    return _(BECAUSE[code]) if code in BECAUSE else ""
