"""One calendar week of one program, as the scheduler sees it. Source: docs/problem_format.md"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iop.core.timetable.times import Window, inside, touches
from iop.core.timetable.week import Session, Week

TELEHEALTH = "telehealth"
ONSITE = "onsite"
GROUP = "group"
INDIVIDUAL = "individual"
SUPERVISION = "supervision"
PREMISES = "premises"
PLAN = "plan"
REPLAN = "replan"


@dataclass(frozen=True)
class Site:
    id: str
    open: tuple[Window, ...]


@dataclass(frozen=True)
class Room:
    """A room of a site; `capacity` counts people, staff included."""

    id: str
    site: str
    capacity: int
    features: frozenset[str]


@dataclass(frozen=True)
class Service:
    """`minutes` are block minutes on the timetable; `counted_minutes` count toward a client's prescribed minutes."""

    id: str
    kind: str
    minutes: int
    counted_minutes: int
    credentials: frozenset[str]
    room_features: frozenset[str]
    telehealth: bool
    primary: bool


@dataclass(frozen=True)
class Staff:
    """`contract`, `target` and the maxima are booked block minutes; supervision meetings count."""

    id: str
    sites: frozenset[str]
    credentials: frozenset[str]
    languages: frozenset[str]
    gender: str | None
    available: tuple[Window, ...]
    contract: int
    target: int
    max_week: int
    max_day: int
    telehealth: bool
    supervisor: str | None


@dataclass(frozen=True)
class Group:
    id: str
    service: str
    mode: str
    site: str | None
    age_band: str
    language: str
    affinity: str | None
    leader_gender: str | None
    min_size: int
    max_size: int
    max_sections: int
    starts: tuple[int, ...]
    members: frozenset[str] | None

    @property
    def location(self) -> str:
        return TELEHEALTH if self.mode == TELEHEALTH or self.site is None else self.site


@dataclass(frozen=True)
class Need:
    """So many sessions of a service are prescribed, at most `max` allowed; 0 and more than 0 make it a filler.

    `available` narrows when this service can be given to the client, as a relative has to join; None: whenever free.
    """

    service: str
    sessions: int
    max: int
    available: tuple[Window, ...] | None = None


@dataclass(frozen=True)
class AffinityNeed:
    affinity: str
    sessions: int


@dataclass(frozen=True)
class Plan:
    """Counted minutes per week (prescribed, authorised), days, and block minutes of care per attended day."""

    minutes: int
    max_minutes: int
    min_days: int
    max_days: int
    min_visit: int
    max_visit: int
    needs: tuple[Need, ...]
    affinity_needs: tuple[AffinityNeed, ...]

    def need(self, service: str) -> Need | None:
        return next((need for need in self.needs if need.service == service), None)


@dataclass(frozen=True)
class Client:
    id: str
    age_band: str
    languages: frozenset[str]
    affinities: frozenset[str]
    site: str
    modes: frozenset[str]
    available: tuple[Window, ...]
    priority: int
    primary: str | None
    cover: frozenset[str]
    staff_gender: str | None
    plan: Plan


@dataclass(frozen=True)
class NoContact:
    """Two clients who are never in one session and, with scope premises, never on one site at overlapping times."""

    clients: tuple[str, str]
    scope: str


@dataclass(frozen=True)
class Problem:
    """Everything sorted by id, so the order of the lists in the file cannot matter."""

    name: str
    mode: str
    week_start: str
    time_zone: str
    grid: int
    now: int
    sites: Mapping[str, Site]
    rooms: Mapping[str, Room]
    services: Mapping[str, Service]
    staff: Mapping[str, Staff]
    groups: Mapping[str, Group]
    clients: Mapping[str, Client]
    no_contact: tuple[NoContact, ...]
    absences: Mapping[str, tuple[Window, ...]]
    closures: Mapping[str, tuple[Window, ...]]
    previous: Week
    published: Week

    @property
    def frozen_before(self) -> int:
        """Sessions that start before this minute are history: exactly as published."""
        return self.now if self.mode == REPLAN else 0

    @cached_property
    def past(self) -> tuple[Session, ...]:
        return tuple(s for s in self.published.sessions if s.start < self.frozen_before)

    @cached_property
    def groups_by_service(self) -> Mapping[str, tuple[Group, ...]]:
        found: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups.values():
            found[group.service].append(group)
        return {service: tuple(groups) for service, groups in found.items()}

    def kind(self, session: Session) -> str:
        return self.services[session.service].kind

    def end(self, session: Session) -> int:
        return session.start + self.services[session.service].minutes

    def minutes(self, session: Session) -> int:
        return self.services[session.service].minutes

    def staff_free(self, staff: str, start: int, end: int) -> bool:
        """Available for the whole time and not absent."""
        return inside(start, end, self.staff[staff].available) and not touches(start, end, self.absences.get(staff, ()))

    def eligible(self, client: Client, group: Group) -> bool:
        """May this client ever attend this group, time aside?"""
        return (
            client.age_band == group.age_band
            and group.language in client.languages
            and (group.affinity is None or group.affinity in client.affinities)
            and group.mode in client.modes
            and (group.mode == TELEHEALTH or group.site == client.site)
            and (group.members is None or client.id in group.members)
            and client.plan.need(group.service) is not None
        )
