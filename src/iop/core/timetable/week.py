"""A finished week: the sessions held. The answer to a problem, and what last week looked like."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Session:
    """One session; `start` in minutes from Monday 00:00. `co_staff` is the supervisor in a supervision meeting."""

    id: str
    service: str
    group: str | None
    start: int
    location: str
    staff: str
    co_staff: str | None
    room: str | None
    clients: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        return (self.start, self.service, self.group or "", self.staff, self.id)

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but the id and the order in which clients are listed."""
        return (
            self.service,
            self.group,
            self.start,
            self.location,
            self.staff,
            self.co_staff,
            self.room,
            tuple(sorted(self.clients)),
        )


@dataclass(frozen=True)
class Week:
    sessions: tuple[Session, ...]

    @classmethod
    def of(cls, sessions: Iterable[Session]) -> "Week":
        """A week sorted by time, so that equal weeks are equal."""
        return cls(tuple(sorted(sessions, key=lambda s: s.order)))

    @cached_property
    def by_client(self) -> Mapping[str, tuple[Session, ...]]:
        """Each client's sessions in time order."""
        found: dict[str, list[Session]] = defaultdict(list)
        for session in sorted(self.sessions, key=lambda s: s.start):
            for client in session.clients:
                found[client].append(session)
        return {client: tuple(sessions) for client, sessions in found.items()}

    @cached_property
    def by_staff(self) -> Mapping[str, tuple[Session, ...]]:
        """Each staff member's sessions in time order, supervision on both sides included."""
        found: dict[str, list[Session]] = defaultdict(list)
        for session in sorted(self.sessions, key=lambda s: s.start):
            found[session.staff].append(session)
            if session.co_staff is not None:
                found[session.co_staff].append(session)
        return {staff: tuple(sessions) for staff, sessions in found.items()}

    def of_client(self, client: str) -> tuple[Session, ...]:
        return self.by_client.get(client, ())
