"""Rows that follow a program's definition: sites, rooms, services, groups, hosted meetings."""

from iop.centers.models import GroupDefinition, HostedMeeting, Program, Room, Service, Site
from iop.core.programs.model import Program as Definition
from iop.core.programs.place import DAY_MINUTES


def follow_definition(program: Program, definition: Definition) -> None:
    """Sites, rooms, services, groups and hosted meetings as the definition has them; what it no longer names becomes inactive."""
    sites = {site.key: _site(program, site) for site in definition.sites}
    services = {service.key: _service(program, service) for service in definition.services}
    kept = {
        _group(program, group, services, sites.get(site_key)).key
        for group in definition.groups
        for site_key in _places(definition, group)
    }
    program.groups.exclude(key__in=kept).update(is_active=False)
    program.services.exclude(key__in=services).update(is_active=False)
    _meetings(definition, sites)


def _site(program: Program, site) -> Site:
    row, _ = Site.objects.update_or_create(
        organization_id=program.organization_id,
        program=program,
        key=site.key,
        defaults={
            "name": site.name,
            "city": site.city,
            "state": site.state,
            "time_zone": program.time_zone,
            "open_windows": [list(window) for window in site.windows],
        },
    )
    for room in site.rooms:
        Room.objects.update_or_create(
            organization_id=program.organization_id,
            site=row,
            key=room.key,
            defaults={"name": room.name, "capacity": room.capacity, "features": list(room.features)},
        )
    return row


def _service(program: Program, service) -> Service:
    away = service.off_site
    row, _ = Service.objects.update_or_create(
        organization_id=program.organization_id,
        program=program,
        key=service.key,
        defaults={
            "name": service.name,
            "kind": service.kind,
            "block_minutes": service.block_minutes,
            "counted_minutes": service.counted,
            "credentials": list(service.credentials),
            "room_features": list(service.room_features),
            "telehealth": service.telehealth,
            "primary": service.primary,
            "place": away.place if away else "",
            "travel_minutes": 2 * away.travel_minutes if away else 0,
            "needs_waiver": bool(away and away.waiver),
            "escort_ratio": away.clients_per_escort if away else None,
            "is_active": True,
        },
    )
    return row


def _places(definition: Definition, group) -> list[str | None]:
    """The sites a group meets at, one row each; None for telehealth."""
    return [None] if group.mode == "telehealth" else [site.key for site in definition.sites_of(group)]


def _group(program: Program, group, services: dict[str, Service], site: Site | None) -> GroupDefinition:
    least, most = program.definition.size_of(group)
    row, _ = GroupDefinition.objects.update_or_create(
        organization_id=program.organization_id,
        program=program,
        key=f"{group.key}-{site.key}" if site else group.key,
        defaults={
            "name": group.name,
            "service": services[group.service],
            "site": site,
            "mode": "telehealth" if site is None else "onsite",
            "age_band": group.age_band,
            "language": group.language,
            "affinity": group.affinity or "",
            "leader_gender": group.leader_gender or "",
            "min_size": least,
            "max_size": most,
            "max_sections": group.max_sections,
            "starts": list(group.starts),
            "is_closed": group.closed,
            "is_active": True,
        },
    )
    return row


def _meetings(definition: Definition, sites: dict[str, Site]) -> None:
    for meeting in definition.meetings:
        room = sites[meeting.site].rooms.get(key=meeting.room)
        for start in meeting.starts:
            HostedMeeting.objects.update_or_create(
                organization_id=room.organization_id,
                room=room,
                name=meeting.name,
                weekday=start // DAY_MINUTES,
                defaults={
                    "fellowship": meeting.fellowship,
                    "start_minute": start % DAY_MINUTES,
                    "minutes": meeting.minutes,
                },
            )
