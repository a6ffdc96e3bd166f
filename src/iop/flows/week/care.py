"""Services and groups as the engine reads them."""

from datetime import date

from django.db.models import Q

from iop.centers.models import GroupDefinition, Service, Site
from iop.consents.models import ActivityWaiver
from iop.flows.week.frame import Frame
from iop.schedule.models import CohortMember

ENGINE_KIND = {"group": "group", "supervision": "supervision"}
"""Everything else is given to one client at a time."""


def is_away(service: Service) -> bool:
    """Held away from the site: it takes no room of the building."""
    return bool(service.place)


def away_feature(service: Service) -> str:
    """What only the place of this service has."""
    return f"away:{service.public_id}"


def away_room(service: Service, site: Site) -> str:
    """The id of the place a service is held at, as a room of its own of the site that goes there."""
    return f"{away_feature(service)}@{site.public_id}"


def services_of(frame: Frame) -> list[Service]:
    """Active services, and those that sessions of this or last week still name."""
    recent = [frame.monday, date.fromordinal(frame.monday.toordinal() - 7)]
    used = Q(sessions__week__monday__in=recent, sessions__withdrawn_by__isnull=True)
    return list(frame.program.services.filter(Q(is_active=True) | used).distinct().order_by("pk"))


def service_json(service: Service) -> dict:
    away = is_away(service)
    return {
        "id": service.public_id,
        "kind": ENGINE_KIND.get(service.kind, "individual"),
        "minutes": service.block_minutes,
        "counted_minutes": service.counted_minutes,
        "credentials": sorted(service.credentials),
        "room_features": [away_feature(service)] if away else sorted(service.room_features),
        "telehealth": service.telehealth and not away,
        "primary": service.primary,
    }


def groups_json(frame: Frame, services: list[Service]) -> list[dict]:
    """Active groups, with the only clients who may attend where that is limited."""
    named = {service.pk: service for service in services}
    rows = GroupDefinition.objects.filter(program=frame.program, is_active=True, service__in=named).order_by("pk")
    cohorts, waivers = _cohorts(frame), _waivers(frame)
    return [_group_json(row, named[row.service_id], cohorts, waivers) for row in rows.select_related("site")]


def _cohorts(frame: Frame) -> dict[int, set[str]]:
    rows = CohortMember.objects.filter(group__program=frame.program, since__lte=frame.sunday).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=frame.monday)
    )
    found: dict[int, set[str]] = {}
    for group, client in rows.values_list("group_id", "client__public_id"):
        found.setdefault(group, set()).add(client)
    return found


def _waivers(frame: Frame) -> dict[int, set[str]]:
    rows = ActivityWaiver.objects.filter(service__program=frame.program, signed_on__lte=frame.sunday)
    found: dict[int, set[str]] = {}
    for service, client in rows.values_list("service_id", "client__public_id"):
        found.setdefault(service, set()).add(client)
    return found


def _group_json(group: GroupDefinition, service: Service, cohorts: dict, waivers: dict) -> dict:
    return {
        "id": group.public_id,
        "service": service.public_id,
        "site": group.site.public_id if group.site else None,
        "mode": group.mode,
        "age_band": group.age_band,
        "language": group.language,
        "affinity": group.affinity or None,
        "leader_gender": group.leader_gender or None,
        "min_size": group.min_size,
        "max_size": _most(group, service),
        "max_sections": group.max_sections,
        "starts": sorted(group.starts),
        "members": _members(group, service, cohorts, waivers),
    }


def _most(group: GroupDefinition, service: Service) -> int:
    """One leader goes along, so the escort ratio is the size of the group."""
    return min(group.max_size, service.escort_ratio) if service.escort_ratio else group.max_size


def _members(group: GroupDefinition, service: Service, cohorts: dict, waivers: dict) -> list[str] | None:
    limits = []
    if group.is_closed:
        limits.append(cohorts.get(group.pk, set()))
    if service.needs_waiver:
        limits.append(waivers.get(service.pk, set()))
    return sorted(set.intersection(*limits)) if limits else None
