"""A session as a box of the timetable: name, time, leader, seats, and the word for what changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.core import wall_time
from iop.core.timetable.times import DAY
from iop.flows.week.held import Held
from iop.flows.week.matching import Pair
from iop.flows.week.names import Names, weekday_words


@dataclass(frozen=True)
class Slot:
    """`look` is a class of timetable.css: "", changed, gone or thin. `seats` is empty for individual sessions."""

    ids: tuple[str, ...]
    day: int
    start: int
    title: str
    time: str
    leader: str
    seats: str
    full: bool
    word: str
    look: str


def slot_of(pair: Pair, names: Names) -> Slot:
    """One session. A session that ended in the draft is drawn struck through."""
    held = pair.either
    taken, of, least = seats_of(held, names)
    word = change_words(pair, names)
    thin = bool(held.group) and taken <= least and pair.after is not None
    look = "gone" if pair.after is None else "changed" if pair.changes else "thin" if thin else ""
    return Slot(
        ids=(held.id,),
        day=held.start // DAY,
        start=held.start,
        title=names.title(held),
        time=wall_time.clock_words(held.start % DAY),
        leader=last_name(held.staff, names),
        seats=f"{taken}/{of}" if held.group else "",
        full=bool(held.group) and taken >= of,
        word=word or (_("at its minimum") if thin else ""),
        look=look,
    )


def seats_of(held: Held, names: Names) -> tuple[int, int, int]:
    """Seats taken, seats there are (the smaller of group and room, one chair is the leader's), fewest that meet."""
    group = names.groups.get(held.group) if held.group else None
    room = names.rooms.get(held.room) if held.room else None
    most = group.max_size if group else 1
    return len(held.clients), min(most, room.capacity - 1) if room else most, group.min_size if group else 0


def change_words(pair: Pair, names: Names) -> str:
    """new, ended, moved from ..., new leader, new room; empty when it is as it was."""
    words = {
        "new": _("new"),
        "ended": _("ended"),
        "leader": _("new leader"),
        "room": _("new room"),
    }
    return ", ".join(_moved(pair) if change == "moved" else words[change] for change in pair.changes)


def _moved(pair: Pair) -> str:
    return _("moved from %(day)s %(time)s") % {
        "day": weekday_words()[pair.before.start // DAY][:3],
        "time": wall_time.clock_words(pair.before.start % DAY),
    }


def last_name(staff: str, names: Names) -> str:
    found = names.staff.get(staff)
    return found.last_name if found else names.leader(staff)


def folded(slots: Iterable[Slot]) -> list[Slot]:
    """Individual sessions of one row and day as one box when there are more than two; groups stay themselves."""
    slots = sorted(slots, key=lambda slot: (slot.start, slot.title))
    single = [slot for slot in slots if not slot.seats]
    if len(single) <= 2:
        return slots
    return sorted([*(slot for slot in slots if slot.seats), _many(single)], key=lambda slot: slot.start)


def _many(single: list[Slot]) -> Slot:
    changed = sum(slot.look in {"changed", "gone"} for slot in single)
    return Slot(
        ids=tuple(slot_id for slot in single for slot_id in slot.ids),
        day=single[0].day,
        start=single[0].start,
        title=ngettext("%(n)d individual", "%(n)d individual", len(single)) % {"n": len(single)},
        time=_("%(start)s to %(end)s") % {"start": single[0].time, "end": single[-1].time},
        leader="",
        seats="",
        full=False,
        word=_("%(n)d changed") % {"n": changed} if changed else "",
        look="changed" if changed else "",
    )
