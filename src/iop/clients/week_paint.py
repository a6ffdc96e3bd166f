"""A week as it is painted: half hours of a kind, joined into stretches, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from iop.clients.refusals import NotSaved
from iop.clients.words import KINDS
from iop.core.wall_time import MINUTES_PER_DAY, clock_words

STEP = 30
"""Minutes of one cell."""

START_HOUR, END_HOUR = 7, 22
"""The hours the grid shows; what lies outside them stays as it is."""


CELLS = frozenset(f"{day}-{minute}" for day in range(7) for minute in range(0, MINUTES_PER_DAY, STEP))
"""Every half hour of a week as a grid sends it."""


@dataclass(frozen=True, order=True)
class Stretch:
    """A weekly stretch of one kind, wall time; `weekday` 0 is Monday."""

    weekday: int
    start: int
    end: int
    kind: str = "free"

    @property
    def words(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {clock_words(self.start)} – {clock_words(self.end)}"

    def overlaps(self, other: "Stretch") -> bool:
        return self.weekday == other.weekday and self.start < other.end and other.start < self.end


def painted(cells_by_kind: Mapping[str, Iterable[str]]) -> list[Stretch]:
    """Stretches from ticked cells ("0-1080": Monday from 18:00). Raises NotSaved where two kinds are painted over each other."""
    stretches = [one for kind, cells in cells_by_kind.items() for one in _joined(sorted(map(_cell, cells)), kind)]
    check_apart(stretches)
    return sorted(stretches)


def check_apart(stretches: Sequence[Stretch]) -> None:
    """Raises NotSaved when two stretches overlap, or one ends before it begins."""
    for one in stretches:
        if one.start >= one.end:
            raise NotSaved(_("%(stretch)s ends before it begins.") % {"stretch": one.words})
    ordered = sorted(stretches)
    for one, other in pairwise(ordered):
        if one.overlaps(other):
            raise NotSaved(
                _("%(one)s (%(kind)s) and %(other)s (%(other_kind)s) overlap. Keep one of them.")
                % {"one": one.words, "kind": KINDS[one.kind], "other": other.words, "other_kind": KINDS[other.kind]}
            )


def cells_of(stretches: Iterable[Stretch]) -> list[str]:
    """The cells a stretch fills entirely."""
    return [
        f"{one.weekday}-{minute}"
        for one in stretches
        for minute in range(START_HOUR * 60, END_HOUR * 60, STEP)
        if one.start <= minute and minute + STEP <= one.end
    ]


def unpainted(stretches: Iterable[Stretch]) -> list[Stretch]:
    """What the grid cannot show and a painted week must not lose: early, late, and odd minutes."""
    found = []
    for one in stretches:
        edges = [int(cell.split("-")[1]) for cell in cells_of([one])]
        if not edges:
            found.append(one)
            continue
        first, last = edges[0], edges[-1] + STEP
        pieces = [Stretch(one.weekday, one.start, first, one.kind), Stretch(one.weekday, last, one.end, one.kind)]
        found += [piece for piece in pieces if piece.start < piece.end]
    return found


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches of one kind that touch become one."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        last = found[-1] if found else None
        if last and (last.weekday, last.kind, last.end) == (one.weekday, one.kind, one.start):
            found[-1] = Stretch(last.weekday, last.start, one.end, last.kind)
        else:
            found.append(one)
    return found


def _joined(cells: Iterable[tuple[int, int]], kind: str) -> list[Stretch]:
    return joined(Stretch(weekday, minute, minute + STEP, kind) for weekday, minute in cells)


def _cell(value: str) -> tuple[int, int]:
    """ "0-1080" -> (0, 1080). Raises NotSaved for what the grid does not hold."""
    weekday, _dash, minute = value.partition("-")
    if value not in CELLS:
        raise NotSaved(_("That time is not in a week."))
    return int(weekday), int(minute)
