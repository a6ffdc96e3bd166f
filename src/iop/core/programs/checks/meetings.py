"""A hosted meeting has a room, an open house, and that room to itself."""

from collections.abc import Iterator
from itertools import combinations

from ..care import Meeting
from ..model import Program
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with the hosted meetings."""
    found: list[Finding] = []
    for place, meeting in enumerate(program.meetings):
        found += _held(f"meetings[{place}]", meeting, program)
    return [*found, *_overlapping(program)]


def _held(path: str, meeting: Meeting, program: Program) -> Iterator[Finding]:
    site = program.site(meeting.site)
    rooms = [room.key for room in site.rooms]
    if meeting.room not in rooms:
        words = "{site} has no room {room} for {name}. Name one of: {rooms}."
        at = f"{path}.room"
        yield finding(at, words, site=site.name, room=meeting.room, name=meeting.name, rooms=", ".join(rooms))
    if meeting.time % program.grid or meeting.minutes % program.grid or meeting.minutes <= 0:
        words = "{name} must start and last in whole steps of {grid} minutes."
        yield finding(f"{path}.time", words, name=meeting.name, grid=program.grid)
    if not all(site.is_open(start, meeting.minutes) for start in meeting.starts):
        words = "{site} is not open for all of {name}. Change its days or time, or the opening hours."
        yield finding(f"{path}.time", words, site=site.name, name=meeting.name)


def _overlapping(program: Program) -> Iterator[Finding]:
    for (_, first), (place, second) in combinations(enumerate(program.meetings), 2):
        if (first.site, first.room) == (second.site, second.room) and _meet_at_once(first, second):
            words = "{name} is in the same room at the same time as {other}. Give one of them another room or time."
            yield finding(f"meetings[{place}].room", words, name=second.name, other=first.name)


def _meet_at_once(first: Meeting, second: Meeting) -> bool:
    return any(
        one < other + second.minutes and other < one + first.minutes for one in first.starts for other in second.starts
    )
