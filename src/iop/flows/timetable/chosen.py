"""The session somebody pressed: its people, and why it is here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.core import wall_time
from iop.core.timetable.times import DAY
from iop.flows.timetable.slots import change_words, seats_of
from iop.flows.week.matching import Pair
from iop.flows.week.names import Names, when_words


@dataclass(frozen=True)
class Chosen:
    title: str
    when: str
    room: str
    leader: str
    seats: str
    people: list[str]
    why: list[str]


def chosen_from(pairs: list[Pair], wanted: str, names: Names) -> Chosen | None:
    """The session of that id, wherever it is in the two weeks; None when it is not there any more."""
    pair = next((pair for pair in pairs if wanted in {side.id for side in (pair.before, pair.after) if side}), None)
    return _chosen(pair, names) if pair else None


def _chosen(pair: Pair, names: Names) -> Chosen:
    held = pair.either
    taken, of, _least = seats_of(held, names)
    known = [names.clients[client].short_name for client in held.clients if client in names.clients]
    service = names.services.get(held.service)
    end = held.start % DAY + (service.block_minutes if service else 0)
    return Chosen(
        title=names.title(held),
        when=_("%(start)s to %(end)s") % {"start": when_words(held.start), "end": wall_time.clock_words(end)},
        room=names.room(held.room) or _("no room"),
        leader=", ".join(names.leader(who) for who in sorted(held.people)),
        seats=_("%(taken)d of %(of)d seats") % {"taken": taken, "of": of},
        people=sorted(known, key=str.casefold),
        why=_why(pair, names),
    )


def _why(pair: Pair, names: Names) -> list[str]:
    """What binds it: credentials, room features, language, and how it stands to the week before."""
    held = pair.either
    service, group = names.services.get(held.service), names.groups.get(held.group) if held.group else None
    words = []
    if service and service.credentials:
        needed = ", ".join(code.upper() for code in service.credentials)
        words.append(_("Needs one of: %(credentials)s.") % {"credentials": needed})
    if service and service.room_features:
        words.append(_("Needs a room with: %(features)s.") % {"features": ", ".join(service.room_features)})
    if group and group.language != "en":
        words.append(_("Held in %(language)s.") % {"language": group.language})
    changed = change_words(pair, names)
    words.append(
        _("Against the week before: %(change)s.") % {"change": changed} if changed else _("As the week before.")
    )
    return words
