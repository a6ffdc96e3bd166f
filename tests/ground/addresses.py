"""How the tests fill the addresses of the site. Whoever adds an address with a new kind of id adds one line here.

The longest beginning of the route decides; each value makes a row of the cast's center and gives its random id.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver

from iop.centers.models import Leave, RoomClosure, Service
from iop.core import clock
from iop.schedule.actions.feeds import make_feed
from tests.attendance.released import release_of, seat_of, session_of
from tests.cast import Cast

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable

    @property
    def parameters(self) -> list[str]:
        return [plain or named for plain, named in PARAMETER.findall(self.route)]

    @property
    def action(self):
        """What the view declared; None when it forgot."""
        return getattr(self.view, "action", None)


def addresses() -> list[Address]:
    """Every address of the site."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(pattern.name or route, route, pattern.callback)


def client(cast: Cast) -> str:
    return cast.client.public_id


def leave(cast: Cast) -> str:
    day = today(cast)
    made = Leave.objects.create(organization=cast.organization, staff=cast.counselor, first_day=day, last_day=day)
    return made.public_id


def room(cast: Cast) -> str:
    return cast.site.rooms.first().public_id


def closure(cast: Cast) -> str:
    room = cast.site.rooms.first()
    return RoomClosure.objects.create(organization=cast.organization, room=room, day=today(cast), reason="x").public_id


def program(cast: Cast) -> str:
    return cast.program.public_id


def staff(cast: Cast) -> str:
    return cast.counselor.public_id


def session(cast: Cast) -> str:
    """Released, today, with the client in it."""
    service = Service.objects.filter(kind="group", program=cast.program).first()
    held = session_of(release_of(cast, clock.monday_of(today(cast))), cast, service, today(cast), 18 * 60)
    seat_of(held, cast.client)
    return held.public_id


def draft(cast: Cast) -> str:
    return release_of(cast, clock.monday_of(today(cast))).draft.public_id


def solve(cast: Cast) -> str:
    return release_of(cast, clock.monday_of(today(cast))).draft.run.public_id


def today(cast: Cast) -> date:
    return clock.today(cast.organization.time_zone)


# beginning of the route -> the parameter's value
IDS: dict[str, Callable[[Cast], str]] = {
    "clients/": client,
    "staff/": staff,
    "rooms/": room,
    "closures/": closure,
    "leave/": leave,
    "programs/": program,
    "group-rooms/": session,
    "drafts/": draft,
    "solves/": solve,
}
# parameter -> its value, where it is no id
WORDS: dict[str, Callable[[Cast], object]] = {
    "monday": lambda cast: clock.monday_of(today(cast)).isoformat(),
    "day": lambda cast: today(cast).isoformat(),
    "client_id": client,
    "token": lambda cast: make_feed(cast.client, title="Appointment", shows_place=False)[1],
    "uidb36": lambda cast: "1",
    "key": lambda cast: "set-password",
}


def filled(address: Address, cast: Cast) -> dict[str, object] | None:
    """The arguments of an address; None when nobody said how to fill it."""
    found = {name: _value(address.route, name, cast) for name in address.parameters}
    return None if None in found.values() else found


def _value(route: str, parameter: str, cast: Cast) -> object | None:
    if parameter in WORDS:
        return WORDS[parameter](cast)
    beginnings = sorted((begin for begin in IDS if route.startswith(begin)), key=len)
    return IDS[beginnings[-1]](cast) if beginnings and parameter == "public_id" else None
