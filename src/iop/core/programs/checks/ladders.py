"""Hours fall from rung to rung, and each rung's hours are those of its level."""

from collections.abc import Iterator
from itertools import pairwise

from iop.core.levels_of_care import InRange, check_hours, is_higher
from iop.core.plans.ladder import Ladder, Rung

from ..model import Program
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with levels, hour ranges and ladders."""
    found = [*_ranges(program), *_coverage(program), *_usual_week(program)]
    for place, ladder in enumerate(program.ladders):
        path = f"ladders[{place}]"
        found += _falling(path, ladder)
        for number, rung in enumerate(ladder.rungs):
            found += _level(f"{path}.rungs[{number}]", rung, ladder.age_band, program)
            found += _days(f"{path}.rungs[{number}]", rung)
    return found


def _ranges(program: Program) -> Iterator[Finding]:
    given = [(hours.level, hours.age_band) for hours in program.hour_ranges]
    for place, hours in enumerate(program.hour_ranges):
        if hours.below_minutes is not None and hours.below_minutes <= hours.from_minutes:
            at = f"hour_ranges[{place}].below_minutes"
            yield finding(
                at, "These hours end before they begin. The range is from {least} up.", least=hours.from_minutes
            )
        if given.index((hours.level, hours.age_band)) < place:
            words = "{level} already has a range for {band}. Keep one."
            yield finding(f"hour_ranges[{place}].level", words, level=hours.level, band=hours.age_band)
    for level in program.levels:
        for band in program.age_bands:
            if (level, band.key) not in given:
                words = "Level {level} has no hour range for {band}. Add it under hour_ranges."
                yield finding("levels", words, level=level, band=band.key)


def _coverage(program: Program) -> Iterator[Finding]:
    """Every client finds a ladder: one per age band without tracks, or one for each track."""
    for place, band in enumerate(program.age_bands):
        ladders = [ladder for ladder in program.ladders if ladder.age_band == band.key]
        tracks = {track for ladder in ladders for track in ladder.tracks}
        open_to_all = any(not ladder.tracks for ladder in ladders)
        if not open_to_all and not {track.key for track in program.tracks} <= tracks:
            words = "Some clients of the age band {band} have no ladder. Add one under ladders."
            yield finding(f"age_bands[{place}]", words, band=band.key)


def _usual_week(program: Program) -> Iterator[Finding]:
    """What the program says of its usual week is the week of at least one rung."""
    hours = program.hours
    pairs = [("weekly", hours.weekly_from, hours.weekly_to), ("days", hours.days_from, hours.days_to)]
    for name, least, most in [*pairs, ("visit", hours.visit_from, hours.visit_to)]:
        if not 0 < least <= most:
            words = "The usual week runs from {least} to {most}. Put the smaller number first."
            yield finding(f"hours.{name}_from", words, least=least, most=most)
    if not 0 < program.length.from_days <= program.length.to_days:
        yield finding("length.from_days", "The planned length must begin with the smaller number, above 0.")
    rungs = [rung for ladder in program.ladders for rung in ladder.rungs]
    if not any(r.fewest_minutes <= hours.weekly_to and r.weekly_minutes >= hours.weekly_from for r in rungs):
        words = "No rung has {least} to {most} minutes a week. Change the usual week or the ladder."
        yield finding("hours.weekly_from", words, least=hours.weekly_from, most=hours.weekly_to)


def _falling(path: str, ladder: Ladder) -> Iterator[Finding]:
    if not ladder.rungs:
        yield finding(path, "The ladder {name} has no rungs. Add at least one.", name=ladder.name)
    for place, (upper, lower) in enumerate(pairwise(ladder.rungs), start=1):
        if lower.weekly_minutes >= upper.weekly_minutes:
            words = "{lower} has {minutes} minutes a week, not fewer than {upper}. Put the rungs in falling order."
            at = f"{path}.rungs[{place}].weekly_minutes"
            yield finding(at, words, lower=lower.name, minutes=lower.weekly_minutes, upper=upper.name)
        if is_higher(lower.level, upper.level):
            words = "{lower} is a higher level of care than {upper} above it. Put the rungs in falling order."
            yield finding(f"{path}.rungs[{place}].level", words, lower=lower.name, upper=upper.name)


def _level(path: str, rung: Rung, age_band: str, program: Program) -> Iterator[Finding]:
    if rung.level not in program.levels:
        words = "{name} is at level {level}, which this program does not offer. Add it to levels."
        yield finding(f"{path}.level", words, name=rung.name, level=rung.level)
    elif not any((r.level, r.age_band) == (rung.level, age_band) for r in program.hour_ranges):
        return
    elif not 0 < rung.fewest_minutes <= rung.weekly_minutes:
        words = "{name} prescribes {minutes} minutes, or at least {least}. Put least_minutes below weekly_minutes."
        at = f"{path}.least_minutes"
        yield finding(at, words, name=rung.name, minutes=rung.weekly_minutes, least=rung.fewest_minutes)
    else:
        for minutes in sorted({rung.fewest_minutes, rung.weekly_minutes}):
            yield from _outside(path, rung, age_band, minutes, program)


def _outside(path: str, rung: Rung, age_band: str, minutes: int, program: Program) -> Iterator[Finding]:
    verdict = check_hours(rung.level, age_band, minutes, program.hour_ranges)
    if not isinstance(verdict, InRange):
        words = "{minutes} minutes a week are not {level} for {band}. Change the hours, or make it {proposed}."
        proposed = verdict.proposed or "another level"
        at = f"{path}.weekly_minutes"
        yield finding(at, words, minutes=minutes, level=rung.level, band=age_band, proposed=proposed)


def _days(path: str, rung: Rung) -> Iterator[Finding]:
    if not 0 < rung.min_days <= rung.max_days <= 7:
        words = "{name} takes {least} to {most} days. Both lie between 1 and 7, the smaller first."
        yield finding(f"{path}.min_days", words, name=rung.name, least=rung.min_days, most=rung.max_days)
    if not 0 < rung.min_visit <= rung.max_visit:
        words = "A visit of {name} takes {least} to {most} minutes. Put the smaller number first, above 0."
        yield finding(f"{path}.min_visit", words, name=rung.name, least=rung.min_visit, most=rung.max_visit)
