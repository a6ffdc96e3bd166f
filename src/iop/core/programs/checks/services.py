"""A service fits the grid, counts no more than it lasts, and has a room somewhere."""

from collections.abc import Iterator

from ..care import Service
from ..model import Program
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with the services."""
    found: list[Finding] = []
    for place, service in enumerate(program.services):
        path = f"services[{place}]"
        found += [*_minutes(path, service, program.grid), *_size(path, service), *_room(path, service, program)]
        found += _primary(path, service)
    return found


def _minutes(path: str, service: Service, grid: int) -> Iterator[Finding]:
    block = service.block_minutes
    if block <= 0 or block % grid:
        words = "{name} takes {minutes} minutes; blocks are whole steps of {grid}. Write {near}."
        near = max(grid, round(block / grid) * grid)
        yield finding(f"{path}.block_minutes", words, name=service.name, minutes=block, grid=grid, near=near)
    most = block - 2 * (service.off_site.travel_minutes if service.off_site else 0)
    if not 0 < service.counted <= most:
        words = "{name} counts {counted} of {most} minutes. Travel aside, it cannot count more than it lasts."
        at = f"{path}.counted_minutes"
        yield finding(at, words, name=service.name, counted=service.counted, most=most)


def _size(path: str, service: Service) -> Iterator[Finding]:
    if service.min_size > service.max_size or service.min_size < 0:
        words = "{name} takes at least {least} and at most {most} clients. Put the smaller number first."
        at = f"{path}.min_size"
        yield finding(at, words, name=service.name, least=service.min_size, most=service.max_size)
    if not service.is_group and service.max_size > 1:
        words = "{name} is for one client at a time: write max_size = 1, or make its kind group."
        yield finding(f"{path}.max_size", words, name=service.name)


def _room(path: str, service: Service, program: Program) -> Iterator[Finding]:
    needed = set(service.room_features)
    rooms = [room for site in program.sites for room in site.rooms]
    if not any(needed <= set(room.features) for room in rooms):
        words = "No room has all of {features} for {name}. Give a room the feature, or ask for less."
        yield finding(f"{path}.room_features", words, features=", ".join(sorted(needed)), name=service.name)


def _primary(path: str, service: Service) -> Iterator[Finding]:
    if service.primary and service.kind != "individual":
        words = "Only an individual session can be given by the primary therapist. Take primary away from {name}."
        yield finding(f"{path}.primary", words, name=service.name)
