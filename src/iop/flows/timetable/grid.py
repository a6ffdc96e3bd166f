"""Rows by room, staff or group; days across."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.core.timetable.problem import TELEHEALTH
from iop.flows.timetable.slots import Slot, folded, slot_of
from iop.flows.week.held import Held
from iop.flows.week.matching import Pair
from iop.flows.week.names import Names

WORKING_DAYS = 5


@dataclass(frozen=True)
class Row:
    """`cells` are the days in order, each a list of slots."""

    name: str
    under: str
    cells: list[list[Slot]]


def rows_of(pairs: list[Pair], names: Names, *, by: str, site: str) -> list[Row]:
    """The rows of one site's week (`site` empty: every site). `by` is room, staff or group."""
    found: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for pair in pairs:
        if at_site(pair.either, names, site):
            for row in _rows_for(pair.either, names, by):
                found[row].append(slot_of(pair, names))
    last = max((slot.day for slots in found.values() for slot in slots), default=0)
    days = max(WORKING_DAYS, last + 1)
    return [Row(name, under, _cells(slots, days)) for (name, under), slots in sorted(found.items(), key=_in_order)]


def at_site(held: Held, names: Names, site: str) -> bool:
    """Telehealth belongs to every site: the leader sits somewhere, the clients at home."""
    return not site or held.location in {site, TELEHEALTH}


def _rows_for(held: Held, names: Names, by: str) -> list[tuple[str, str]]:
    if by == "staff":
        return [(names.leader(who), "") for who in sorted(held.people)]
    if by == "group":
        return [(names.title(held), "")] if held.group else [(_("Individual sessions"), "")]
    return [_room(held, names)]


def _room(held: Held, names: Names) -> tuple[str, str]:
    if held.location == TELEHEALTH:
        return _("Telehealth"), _("no room")
    room = names.rooms.get(held.room) if held.room else None
    if room is None:
        return (_("Supervision"), _("no room")) if held.co_staff else (names.room(held.room), "")
    seats = _("seats %(n)d") % {"n": room.capacity - 1}
    return room.name, ", ".join([seats, *(f.replace("_", " ") for f in room.features if f != "group")])


def _cells(slots: list[Slot], days: int) -> list[list[Slot]]:
    return [folded(slot for slot in slots if slot.day == day) for day in range(days)]


def _in_order(item: tuple[tuple[str, str], list[Slot]]) -> tuple[bool, str]:
    """Rows that hold groups come first, then those of individual sessions; by name within."""
    (name, _under), slots = item
    return not any(slot.seats for slot in slots), name.casefold()
