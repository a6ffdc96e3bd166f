"""Keys are plain, used once, and name things that exist."""

import re
from collections.abc import Iterator, Sequence

from iop.core.plans.ladder import Ladder

from ..model import Program
from ..problem import Finding, finding

PLAIN_KEY = re.compile(r"^[a-z][a-z0-9_]*$")


def findings_in(program: Program) -> list[Finding]:
    """Keys that are badly written, used twice, or that name nothing."""
    found = list(_unplain(program.key, "key"))
    for path, keys in _lists(program):
        found += _repeated(path, keys)
    found += _unknown(program)
    return found


def _lists(program: Program) -> Iterator[tuple[str, list[str]]]:
    """Every list of named things, with its path."""
    yield "sites", [site.key for site in program.sites]
    for place, site in enumerate(program.sites):
        yield f"sites[{place}].rooms", [room.key for room in site.rooms]
    for name in ("tracks", "age_bands", "services", "groups", "meetings", "ladders", "goals", "claims", "state_rules"):
        yield name, [item.key for item in getattr(program, name)]
    for place, ladder in enumerate(program.ladders):
        yield f"ladders[{place}].rungs", [rung.key for rung in ladder.rungs]
    for place, one_set in enumerate(program.milestone_sets):
        yield f"milestone_sets[{place}].milestones", [milestone.key for milestone in one_set.milestones]
    for place, goal in enumerate(program.goals):
        yield f"goals[{place}].objectives", [objective.key for objective in goal.objectives]
    yield "admission.rules", [rule.key for rule in program.admission.rules]


def _unplain(key: str, path: str) -> Iterator[Finding]:
    if not PLAIN_KEY.match(key):
        words = "The key {key} may hold only small letters, digits and _, and begins with a letter."
        yield finding(path, words, key=key)


def _repeated(path: str, keys: Sequence[str]) -> Iterator[Finding]:
    for place, key in enumerate(keys):
        yield from _unplain(key, f"{path}[{place}].key")
        if key in keys[:place]:
            yield finding(f"{path}[{place}].key", "The key {key} is used twice. Give this one another.", key=key)


def _unknown(program: Program) -> Iterator[Finding]:
    """References to a service, site, track, age band, ladder or rung that is not there."""
    services = [service.key for service in program.services]
    sites = [site.key for site in program.sites]
    tracks = [track.key for track in program.tracks]
    bands = [band.key for band in program.age_bands]
    for place, group in enumerate(program.groups):
        yield from _named(f"groups[{place}].service", "service", [group.service], services)
        yield from _named(f"groups[{place}].sites", "site", group.sites, sites)
        yield from _named(f"groups[{place}].age_band", "age band", [group.age_band], bands)
    for place, meeting in enumerate(program.meetings):
        yield from _named(f"meetings[{place}].site", "site", [meeting.site], sites)
    for place, hours in enumerate(program.hour_ranges):
        yield from _named(f"hour_ranges[{place}].age_band", "age band", [hours.age_band], bands)
    for place, ladder in enumerate(program.ladders):
        yield from _named(f"ladders[{place}].age_band", "age band", [ladder.age_band], bands)
        yield from _named(f"ladders[{place}].tracks", "track", ladder.tracks, tracks)
        yield from _unknown_needs(f"ladders[{place}]", ladder, services)
    for place, goal in enumerate(program.goals):
        yield from _named(f"goals[{place}].tracks", "track", goal.tracks, tracks)
    yield from _unknown_sets(program, tracks)


def _unknown_needs(path: str, ladder: Ladder, services: Sequence[str]) -> Iterator[Finding]:
    for place, rung in enumerate(ladder.rungs):
        for number, need in enumerate(rung.mix):
            at = f"{path}.rungs[{place}].mix[{number}].service"
            yield from _named(at, "service", [need.service], services)


def _unknown_sets(program: Program, tracks: Sequence[str]) -> Iterator[Finding]:
    ladders = {ladder.key: [rung.key for rung in ladder.rungs] for ladder in program.ladders}
    for place, one_set in enumerate(program.milestone_sets):
        path = f"milestone_sets[{place}]"
        yield from _named(f"{path}.tracks", "track", one_set.tracks, tracks)
        yield from _named(f"{path}.ladder", "ladder", [one_set.ladder], list(ladders))
        if one_set.ladder in ladders:
            yield from _named(f"{path}.rung", "rung", [one_set.rung], ladders[one_set.ladder])


def _named(path: str, noun: str, keys: Sequence[str], known: Sequence[str]) -> Iterator[Finding]:
    for key in keys:
        if key not in known:
            words = "There is no {noun} {key} in this program. Add it, or name one of: {known}."
            yield finding(path, words, noun=noun, key=key, known=", ".join(known) or "none yet")
