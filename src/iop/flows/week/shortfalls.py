"""Who would fall under their level's minimum, or have nothing at all, if this draft were released."""

from dataclasses import dataclass
from typing import Literal

from iop.clients.models import Client
from iop.core.programs.model import Program as Definition
from iop.flows.week.names import Names
from iop.plans.models import PlanVersion
from iop.plans.queries import versions_in_force
from iop.schedule.models import Draft

Json = dict[str, object]


@dataclass(frozen=True)
class Shortfall:
    """Counted minutes got and needed. `why` is set for a client left out of the problem: no_consent or no_signed_plan."""

    client: Client
    kind: Literal["no_session", "below_minimum"]
    got: int
    needed: int
    why: str = ""


def shortfalls(draft: Draft) -> list[Shortfall]:
    """Listed before a release; each needs an answer. The release itself looks again, at everything as it stands then."""
    return shortfalls_in(draft, draft.problem, Names(draft.week.program))


def shortfalls_in(draft: Draft, problem: Json, names: Names) -> list[Shortfall]:
    week = draft.week
    got = counted_minutes(problem, draft.solution)
    in_force = versions_in_force(week.monday).prefetch_related(None)
    versions = {v.plan.episode.client.public_id: v for v in in_force}
    found = [
        Shortfall(names.clients[entry["client"]], "no_session", 0, 0, entry["reason"])
        for entry in problem["left_out"]
        if entry["client"] in names.clients
    ]
    for entry in problem["clients"]:
        minutes, version = got.get(entry["id"], 0), versions.get(entry["id"])
        if version is None:  # discharged since: the release will find the draft out of date
            continue
        least = least_minutes(week.program.definition, version, entry["age_band"])
        kind = _kind(minutes, least, version.weekly_minutes)
        if kind:
            found.append(Shortfall(names.clients[entry["id"]], kind, minutes, least or version.weekly_minutes))
    return sorted(found, key=lambda s: (s.kind != "no_session", s.client.folded_last, s.client.pk))


def _kind(minutes: int, least: int, prescribed: int) -> str:
    if not minutes and prescribed:
        return "no_session"
    return "below_minimum" if minutes < least else ""


def least_minutes(definition: Definition, version: PlanVersion, age_band: str) -> int:
    """The level's least counted minutes a week; a signed plan that prescribes fewer, with its reason, is the measure then."""
    ranges = (r for r in definition.hour_ranges if (r.level, r.age_band) == (version.level, age_band))
    least = next((r.from_minutes for r in ranges), 0)
    return min(least, version.weekly_minutes)


def counted_minutes(problem: Json, solution: Json) -> dict[str, int]:
    """Counted minutes by client in a draft."""
    counted = {service["id"]: service["counted_minutes"] for service in problem["services"]}
    found: dict[str, int] = {}
    for session in solution["sessions"]:
        for client in session["clients"]:
            found[client] = found.get(client, 0) + counted.get(session["service"], 0)
    return found
