"""A rung's mix of services can give its hours, in its days and visits, from the groups there are."""

from collections.abc import Iterator
from typing import Final

from iop.core.plans.ladder import Need, Rung

from ..model import Program
from ..problem import Finding, finding

MOST_SESSIONS: Final = 20
"""Sessions of one service in a week; more is a slip of the pen."""


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with the mixes."""
    found: list[Finding] = []
    for place, ladder in enumerate(program.ladders):
        for number, rung in enumerate(ladder.rungs):
            path = f"ladders[{place}].rungs[{number}]"
            wrong_needs = list(_needs(path, rung, ladder.age_band, program))
            found += [*wrong_needs, *_individual(path, rung, program), *_room_in_the_week(path, rung, program)]
            if not wrong_needs:
                found += _hours(path, rung, program)
    return found


def reachable_minutes(rung: Rung, program: Program) -> set[int]:
    """Every sum of counted minutes the mix allows, from the prescribed sessions up to the most."""
    sums = {0}
    for need in rung.mix:
        counted = program.service(need.service).counted
        sums = {total + counted * count for total in sums for count in range(need.sessions, need.max + 1)}
    return sums


def _needs(path: str, rung: Rung, age_band: str, program: Program) -> Iterator[Finding]:
    for number, need in enumerate(rung.mix):
        at = f"{path}.mix[{number}].sessions"
        if not 0 <= need.sessions <= need.max <= MOST_SESSIONS:
            words = (
                "{service} is prescribed {count} times and allowed {most} times. Allow as many or more, up to {cap}."
            )
            yield finding(at, words, service=need.service, count=need.sessions, most=need.max, cap=MOST_SESSIONS)
        groups = _groups_of(need, age_band, program)
        if program.service(need.service).is_group and need.sessions > groups:
            words = (
                "{service} is prescribed {count} times a week, but {band} clients have {groups} such groups. Add some."
            )
            yield finding(at, words, service=need.service, count=need.sessions, band=age_band, groups=groups)


def _groups_of(need: Need, age_band: str, program: Program) -> int:
    """How many groups of a service a client without affinities could join; each at most once a week."""
    return sum(
        (group.service, group.age_band, group.affinity) == (need.service, age_band, None) for group in program.groups
    )


def _individual(path: str, rung: Rung, program: Program) -> Iterator[Finding]:
    own = sum(need.sessions for need in rung.mix if program.service(need.service).kind == "individual")
    if own < rung.individual_per_week:
        words = "{name} promises {count} individual sessions a week; its mix has {own}. Add them to the mix."
        at = f"{path}.individual_per_week"
        yield finding(at, words, name=rung.name, count=rung.individual_per_week, own=own)
    if rung.individual_per_week < program.cadences.individual_per_week:
        words = "The program promises {count} individual sessions a week; {name} has fewer."
        at = f"{path}.individual_per_week"
        yield finding(at, words, count=program.cadences.individual_per_week, name=rung.name)


def _hours(path: str, rung: Rung, program: Program) -> Iterator[Finding]:
    sums = reachable_minutes(rung, program)
    least = min(sums)
    if least > rung.weekly_minutes:
        words = "The prescribed sessions of {name} take {least} minutes, more than its {minutes}. Prescribe fewer."
        at = f"{path}.mix"
        yield finding(at, words, name=rung.name, least=least, minutes=rung.weekly_minutes)
    elif rung.weekly_minutes not in sums:
        words = "No mix of these sessions makes {minutes} minutes; nearest: {near}. Change the mix or the hours."
        near = " and ".join(str(total) for total in sorted(sums, key=lambda t: abs(t - rung.weekly_minutes))[:2])
        yield finding(f"{path}.mix", words, minutes=rung.weekly_minutes, near=near)


def _room_in_the_week(path: str, rung: Rung, program: Program) -> Iterator[Finding]:
    """Blocks, not counted minutes, fill a visit: breaks and travel take time too."""
    blocks = [program.service(need.service).block_minutes for need in rung.mix if need.sessions]
    if blocks and max(blocks) > rung.max_visit:
        words = "A session of {block} minutes does not fit into a visit of {most}. Lengthen max_visit."
        yield finding(f"{path}.max_visit", words, block=max(blocks), most=rung.max_visit)
    if rung.weekly_minutes > rung.max_days * rung.max_visit:
        words = "{minutes} minutes do not fit into {days} visits of {most} minutes. Allow more days or longer visits."
        at = f"{path}.max_days"
        yield finding(at, words, minutes=rung.weekly_minutes, days=rung.max_days, most=rung.max_visit)
