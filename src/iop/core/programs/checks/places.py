"""The time zone exists, the grid divides the day, sites open before they close."""

import zoneinfo
from collections.abc import Iterator
from typing import Final

from ..model import Program
from ..problem import Finding, finding

ENGINE_GRID: Final = 30
"""Minutes. The weekly problem's grid; a finer one is not supported."""


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with where and on what clock the program runs."""
    return [*_zone(program), *_sites(program)]


def wrong_grid(program: Program) -> Iterator[Finding]:
    """Every other check of times divides by the grid."""
    if program.grid != ENGINE_GRID:
        yield finding("grid", "The timetable's grid is {grid} minutes. Write grid = {grid}.", grid=ENGINE_GRID)


def _zone(program: Program) -> Iterator[Finding]:
    if program.zone not in zoneinfo.available_timezones():
        words = "There is no time zone {zone}. Write it like America/New_York."
        yield finding("zone", words, zone=program.zone)


def _sites(program: Program) -> Iterator[Finding]:
    if not program.sites:
        yield finding("sites", "A program needs at least one site. Add one.")
    for place, site in enumerate(program.sites):
        for number, hours in enumerate(site.open):
            if hours.opens >= hours.closes:
                at = f"sites[{place}].open[{number}].closes"
                yield finding(at, "{site} closes before it opens. Mend one of the times.", site=site.name)
        for number, room in enumerate(site.rooms):
            if room.capacity < 2:
                at = f"sites[{place}].rooms[{number}].capacity"
                words = "{room} holds {count}; a session needs a client and a staff member, so at least 2."
                yield finding(at, words, room=room.name, count=room.capacity)
