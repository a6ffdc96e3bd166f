"""A group meets when its site is open, in a room that fits, in the way its service allows."""

from collections.abc import Iterator

from ..care import Group
from ..model import Program
from ..place import DAY_MINUTES, WEEKDAYS, Site
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with the groups."""
    found: list[Finding] = []
    for place, group in enumerate(program.groups):
        path = f"groups[{place}]"
        found += [*_service(path, group, program), *_mode(path, group, program), *_size(path, group, program)]
        found += [*_starts(path, group, program), *_rooms(path, group, program)]
    return found


def _service(path: str, group: Group, program: Program) -> Iterator[Finding]:
    service = program.service(group.service)
    if not service.is_group:
        words = "{service} is not given in groups, so {name} cannot be one. Name a group service."
        yield finding(f"{path}.service", words, service=service.name, name=group.name)
    if group.max_sections < 1:
        words = "{name} never meets: max_sections is {count}. Write at least 1."
        yield finding(f"{path}.max_sections", words, name=group.name, count=group.max_sections)


def _mode(path: str, group: Group, program: Program) -> Iterator[Finding]:
    service = program.service(group.service)
    if (group.mode == "off_site") != (service.off_site is not None):
        words = "{name} and its service {service} disagree: mode off_site belongs with off_site of the service."
        yield finding(f"{path}.mode", words, name=group.name, service=service.name)
    if group.mode == "telehealth" and not service.telehealth:
        words = "{service} is not given by telehealth, so {name} cannot be."
        yield finding(f"{path}.mode", words, service=service.name, name=group.name)


def _size(path: str, group: Group, program: Program) -> Iterator[Finding]:
    service = program.service(group.service)
    least, most = program.size_of(group)
    if least > most:
        words = "{name} takes at least {least} and at most {most} clients. Put the smaller number first."
        yield finding(f"{path}.min_size", words, name=group.name, least=least, most=most)
    if most > service.max_size:
        words = "{name} takes {most} clients; {service} allows {allowed}."
        at = f"{path}.max_size"
        yield finding(at, words, name=group.name, most=most, service=service.name, allowed=service.max_size)


def _starts(path: str, group: Group, program: Program) -> Iterator[Finding]:
    minutes = program.service(group.service).block_minutes
    if not group.starts:
        yield finding(path, "{name} has no day or no time to start. Add one of each.", name=group.name)
    for start in group.starts:
        values = {"name": group.name, "day": WEEKDAYS[start // DAY_MINUTES], "time": _clock(start)}
        if start % program.grid:
            words = "{name} starts at {time}, off the {grid}-minute grid."
            yield finding(f"{path}.times", words, name=group.name, time=_clock(start), grid=program.grid)
        for site in program.sites_of(group):
            if not site.is_open(start, minutes):
                words = "{name} on {day} at {time} takes {minutes} minutes; {site} is not open that long."
                yield finding(f"{path}.times", words, **values, minutes=minutes, site=site.name)


def _rooms(path: str, group: Group, program: Program) -> Iterator[Finding]:
    if group.mode != "onsite":
        return
    least, _ = program.size_of(group)
    for site in program.sites_of(group):
        if not _has_room(site, set(program.service(group.service).room_features), least + 1):
            words = "{site} has no room for {name}: it needs {features} and {count} seats, the leader's included."
            features = ", ".join(program.service(group.service).room_features)
            yield finding(path, words, site=site.name, name=group.name, features=features, count=least + 1)


def _has_room(site: Site, features: set[str], people: int) -> bool:
    return any(features <= set(room.features) and room.capacity >= people for room in site.rooms)


def _clock(start: int) -> str:
    minute = start % DAY_MINUTES
    return f"{minute // 60:02}:{minute % 60:02}"
