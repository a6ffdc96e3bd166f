"""A week of ten invented clients at a program, as a problem for the scheduler: straight from the definition, no database."""

from typing import Any

from iop.core.plans import Rung
from iop.core.programs import Program
from iop.core.programs.model import Group, Service
from iop.core.programs.place import DAY_MINUTES
from iop.core.timetable.problem import Problem
from iop.core.timetable.reading import problem_from

COUNSELORS = (["lcsw"], ["lpc", "ladc"], ["lmft"], ["lcsw", "ladc"], ["lpc", "ladc"], ["lcsw", "lmft"])
SPECIALISTS = (
    ["prescriber"],
    ["case_manager", "vocational_specialist"],
    ["atr", "mt_bc"],
    ["certified_yoga", "acupuncturist", "cprs"],
    ["equine_therapist", "outdoor_therapist", "rd"],
)


def week_of(program: Program, clients: list[dict[str, Any]], *, nobody_has: str = "") -> Problem:
    """The week's problem at the program's first site; `nobody_has` is a credential missing on its staff."""
    site = program.sites[0]
    services = [service for service in program.services if service.kind != "supervision"]
    return problem_from(
        {
            "format": "iop-week/1+",
            "mode": "plan",
            "grid": program.grid,
            "sites": [{"id": site.key, "open": [list(window) for window in site.windows]}],
            "rooms": [*_rooms(program), *_places(program)],
            "services": [_service(service) for service in services],
            "staff": _staff(program, nobody_has),
            "groups": [_group(program, group) for group in program.groups],
            "clients": clients,
            "room_closures": _closures(program),
        }
    )


def client(program: Program, name: str, rung: Rung, band: str, hours: tuple[int, int], primary: int) -> dict[str, Any]:
    """A client who is free every weekday between two times of day, given in minutes."""
    days = range(5)
    return {
        "id": name,
        "age_band": band,
        "languages": ["en"],
        "site": program.sites[0].key,
        "modes": ["onsite"],
        "available": [[day * DAY_MINUTES + hours[0], day * DAY_MINUTES + hours[1]] for day in days],
        "priority": 1,
        "primary": f"counselor_{primary}",
        "cover": [],
        "plan": {
            "minutes": rung.weekly_minutes,
            "max_minutes": rung.weekly_minutes,
            "min_days": rung.min_days,
            "max_days": rung.max_days,
            "min_visit": rung.min_visit,
            "max_visit": rung.max_visit,
            "needs": [{"service": n.service, "sessions": n.sessions, "max": n.max} for n in rung.mix],
        },
    }


def _rooms(program: Program) -> list[dict[str, Any]]:
    site = program.sites[0]
    return [
        {"id": room.key, "site": site.key, "capacity": room.capacity, "features": list(room.features)}
        for room in site.rooms
    ]


def _places(program: Program) -> list[dict[str, Any]]:
    """A place away from the site is a room of its own to the scheduler."""
    return [
        {
            "id": f"place_{service.key}",
            "site": program.sites[0].key,
            "capacity": service.off_site.seats + 1,
            "features": [f"place_{service.key}"],
        }
        for service in program.services
        if service.off_site
    ]


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.key,
        "kind": "group" if service.is_group else "individual",
        "minutes": service.block_minutes,
        "counted_minutes": service.counted,
        "credentials": list(service.credentials),
        "room_features": [f"place_{service.key}"] if service.off_site else list(service.room_features),
        "telehealth": service.telehealth,
        "primary": service.primary,
    }


def _staff(program: Program, nobody_has: str) -> list[dict[str, Any]]:
    named = [(f"counselor_{n}", credentials) for n, credentials in enumerate(COUNSELORS)]
    named += [(f"specialist_{n}", credentials) for n, credentials in enumerate(SPECIALISTS)]
    site = program.sites[0]
    return [
        {
            "id": key,
            "sites": [site.key],
            "credentials": [credential for credential in credentials if credential != nobody_has],
            "languages": ["en"],
            "available": [list(window) for window in site.windows],
            "contract": 2400,
            "target": 2400,
            "max_week": 2400,
            "max_day": 540,
        }
        for key, credentials in named
    ]


def _group(program: Program, group: Group) -> dict[str, Any]:
    least, most = program.size_of(group)
    return {
        "id": group.key,
        "service": group.service,
        "site": program.sites[0].key,
        "mode": "onsite",
        "age_band": group.age_band,
        "language": group.language,
        "affinity": group.affinity,
        "leader_gender": group.leader_gender,
        "min_size": least,
        "max_size": most,
        "max_sections": group.max_sections,
        "starts": list(group.starts),
        "members": [] if group.closed else None,
    }


def _closures(program: Program) -> list[dict[str, Any]]:
    """A hosted meeting holds its room."""
    return [
        {"room": meeting.room, "start": start, "end": start + meeting.minutes}
        for meeting in program.meetings
        for start in meeting.starts
        if meeting.site == program.sites[0].key
    ]
