"""A session as a draft or a released week has it, told in public ids, so that weeks of any origin can be laid side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from iop.flows.week.past import session_json
from iop.schedule.models import Session

Json = dict[str, object]


@dataclass(frozen=True)
class Held:
    """`start` is in minutes from Monday 00:00; `id` that of the draft's session or the row's public id."""

    id: str
    service: str
    group: str | None
    start: int
    location: str
    staff: str
    co_staff: str | None
    room: str | None
    clients: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        """Staff who lead or join it."""
        return frozenset(who for who in (self.staff, self.co_staff) if who)

    @property
    def series(self) -> tuple[str, str]:
        """What makes two sessions the same thing at another time: the group, the client's service, the trainee's meeting."""
        if self.group:
            return "group", self.group
        return self.service, min(self.clients, default=self.staff)

    def without(self, clients: Iterable[str]) -> "Held":
        return replace(self, clients=self.clients - set(clients))


def held_in(solution: Json) -> list[Held]:
    """The sessions of a draft."""
    return [_held(entry) for entry in solution["sessions"]]


def held_row(session: Session) -> Held:
    """A released session; it must have been loaded with its people (schedule/queries.py)."""
    return _held(session_json(session))


def _held(entry: Json) -> Held:
    return Held(
        id=entry["id"],
        service=entry["service"],
        group=entry["group"],
        start=entry["start"],
        location=entry["location"],
        staff=entry["staff"],
        co_staff=entry["co_staff"],
        room=entry["room"],
        clients=frozenset(entry["clients"]),
    )
