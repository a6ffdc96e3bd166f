"""Clients as the engine reads them: their signed plan, when they can come, and what must be kept in mind."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from iop.admissions.models import Episode
from iop.clients.models import Affinity, AvailabilityBlock, Client, Cover, NoContactPair, RelativeAvailability
from iop.consents.models import TreatmentConsent
from iop.core.timetable.times import Window
from iop.flows.week.frame import Frame
from iop.flows.week.windows import cut, shared, weekly
from iop.plans.models import PlanVersion
from iop.plans.queries import versions_in_force

Json = dict[str, object]


@dataclass
class ClientFacts:
    """What the tables say of all clients with a plan in force, read in a fixed number of queries."""

    versions: dict[int, PlanVersion]
    admitted: dict[int, date]
    free: dict[int, list[Window]] = field(default_factory=dict)
    relatives_free: dict[int, list[Window]] = field(default_factory=dict)
    affinities: dict[int, list[str]] = field(default_factory=dict)
    covers: dict[int, list[int]] = field(default_factory=dict)


def clients_json(
    frame: Frame, staff_ids: dict[int, str], services: set[int]
) -> tuple[list[Json], list[Json], list[Json]]:
    """`clients`, those left out with the reason, and notes. Only needs for the services given are asked for."""
    episodes = list(_episodes(frame))
    versions = {v.plan.episode.client_id: v for v in versions_in_force(frame.monday) if _is_of(v, frame)}
    agreed = _agreed([episode.client_id for episode in episodes])
    left_out = [
        {"client": e.client.public_id, "reason": reason} for e in episodes if (reason := _missing(e, versions, agreed))
    ]
    placed = [e for e in episodes if not _missing(e, versions, agreed)]
    facts = _facts(versions, placed)
    notes: list[Json] = []
    found = [_one(frame, episode.client, facts, staff_ids, services, notes) for episode in placed]
    return found, left_out, notes


def _episodes(frame: Frame):
    rows = Episode.objects.filter(program=frame.program, discharged_on__isnull=True, admitted_on__lte=frame.sunday)
    return rows.select_related("client__site").order_by("client_id")


def _is_of(version: PlanVersion, frame: Frame) -> bool:
    return version.plan.episode.program_id == frame.program.pk


def _agreed(clients: list[int]) -> set[int]:
    rows = TreatmentConsent.objects.filter(client__in=clients, ended_at__isnull=True)
    return set(rows.values_list("client_id", flat=True))


def _missing(episode: Episode, versions: dict[int, PlanVersion], agreed: set[int]) -> str:
    """Why care cannot be planned for this client, or an empty text."""
    if episode.client_id not in agreed:
        return "no_consent"
    return "" if episode.client_id in versions else "no_signed_plan"


def _facts(versions: dict[int, PlanVersion], placed: list[Episode]) -> ClientFacts:
    ids = [episode.client_id for episode in placed]
    facts = ClientFacts(versions, {e.client_id: e.admitted_on for e in placed})
    facts.free = _windows(AvailabilityBlock.objects.filter(client__in=ids, kind="free"), "client_id")
    relatives = RelativeAvailability.objects.filter(relative__client__in=ids).select_related("relative")
    facts.relatives_free = _windows(relatives, "relative.client_id")
    for client, tag in Affinity.objects.filter(client__in=ids).values_list("client_id", "tag").order_by("tag"):
        facts.affinities.setdefault(client, []).append(tag)
    for client, staff in Cover.objects.filter(client__in=ids).values_list("client_id", "staff_id").order_by("pk"):
        facts.covers.setdefault(client, []).append(staff)
    return facts


def _windows(rows, owner: str) -> dict[int, list[Window]]:
    by_owner: dict[int, list] = {}
    for row in rows:
        key = row.relative.client_id if owner == "relative.client_id" else row.client_id
        by_owner.setdefault(key, []).append(row)
    return {key: weekly(mine) for key, mine in by_owner.items()}


def _one(frame: Frame, client: Client, facts: ClientFacts, staff: dict, services: set, notes: list[Json]) -> Json:
    version = facts.versions[client.pk]
    not_yet = frame.before(facts.admitted[client.pk])
    free = cut(frame.plannable(facts.free.get(client.pk, [])), [not_yet] if not_yet else [])
    covers = [staff[pk] for pk in facts.covers.get(client.pk, []) if pk in staff]
    return {
        "id": client.public_id,
        "age_band": client.age_band_on(frame.monday),
        "languages": sorted(client.languages),
        "affinities": facts.affinities.get(client.pk, []),
        "site": client.site.public_id,
        "modes": sorted(client.modes),
        "available": [list(window) for window in free],
        "priority": client.priority,
        "primary": staff.get(client.primary_therapist_id),
        "cover": sorted(covers),
        "staff_gender": client.staff_gender or None,
        "plan": _plan(client, version, shared(free, facts.relatives_free.get(client.pk, [])), services, notes),
    }


def _plan(client: Client, version: PlanVersion, with_family: list[Window], services: set, notes: list[Json]) -> Json:
    return {
        "minutes": version.weekly_minutes,
        "max_minutes": version.max_minutes,
        "min_days": version.min_days,
        "max_days": version.max_days,
        "min_visit": version.min_visit_minutes,
        "max_visit": version.max_visit_minutes,
        "needs": [
            _need(client, need, with_family, notes) for need in version.needs.all() if need.service_id in services
        ],
        "affinity_needs": [{"affinity": n.affinity, "sessions": n.sessions} for n in version.affinity_needs.all()],
    }


def _need(client: Client, need, with_family: list[Window], notes: list[Json]) -> Json:
    """A family session can only be held while a relative is free too: the need carries windows of its own."""
    found: Json = {"service": need.service.public_id, "sessions": need.sessions, "max": need.max_sessions}
    if need.service.kind == "family":
        found["available"] = [list(window) for window in with_family]
        if not with_family and need.sessions:
            notes.append({"code": "no_relative_free", "client": client.public_id, "service": need.service.public_id})
    return found


def no_contact_json(frame: Frame, clients: set[str]) -> list[Json]:
    """Pairs in force this week of whom both are planned."""
    rows = NoContactPair.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=frame.monday)).order_by("pk")
    pairs = rows.values_list("client__public_id", "other__public_id", "scope")
    return [{"clients": [a, b], "scope": scope} for a, b, scope in pairs if {a, b} <= clients]
