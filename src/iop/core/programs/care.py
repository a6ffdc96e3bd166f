"""What the program gives: services, the groups that meet, and the support meetings it hosts."""

from dataclasses import dataclass
from typing import Literal

from .place import DAY_MINUTES, TimeOfDay, Weekday

ServiceKind = Literal[
    "group", "individual", "family", "medication", "case_management", "peer", "check_in", "supervision"
]
Mode = Literal["onsite", "telehealth", "off_site"]


@dataclass(frozen=True)
class OffSite:
    """Care away from the site: the block includes the way there and back, `travel_minutes` each.

    One staff member goes along for every `clients_per_escort` clients.
    """

    place: str
    travel_minutes: int
    waiver: bool
    clients_per_escort: int
    seats: int
    medical_clearance: bool = False


@dataclass(frozen=True)
class Service:
    """A kind of session.

    `block_minutes` is what the timetable uses, on the half-hour grid. `counted_minutes` is what counts toward
    prescribed hours when the client was there throughout; 0 means the whole block.
    `credentials`: any one qualifies; none listed means anyone on the staff. `room_features`: all are needed.
    `primary`: given by the client's primary therapist, or a named cover.
    """

    key: str
    name: str
    kind: ServiceKind
    modality: str
    block_minutes: int
    credentials: tuple[str, ...]
    room_features: tuple[str, ...]
    telehealth: bool
    min_size: int
    max_size: int
    counted_minutes: int = 0
    primary: bool = False
    off_site: OffSite | None = None

    @property
    def counted(self) -> int:
        """Minutes toward prescribed hours for being there throughout."""
        return self.counted_minutes or self.block_minutes

    @property
    def is_group(self) -> bool:
        """Whether clients attend it together, as a named group."""
        return self.kind == "group"


@dataclass(frozen=True)
class Group:
    """A weekly group; a client attends it at most once a week.

    It may start on any of `days` at any of `times`; up to `max_sections` sections of it meet in a week.
    `sites` empty means every site. `min_size` and `max_size` 0 mean those of the service.
    `closed`: a fixed cohort, named by staff; otherwise anybody eligible may join.
    """

    key: str
    name: str
    service: str
    age_band: str
    days: tuple[Weekday, ...]
    times: tuple[TimeOfDay, ...]
    mode: Mode = "onsite"
    language: str = "en"
    affinity: str | None = None
    leader_gender: Literal["f", "m", "x"] | None = None
    min_size: int = 0
    max_size: int = 0
    max_sections: int = 1
    closed: bool = False
    sites: tuple[str, ...] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """Allowed starts in minutes from Monday 00:00."""
        return tuple(sorted(day * DAY_MINUTES + time for day in self.days for time in self.times))


@dataclass(frozen=True)
class Meeting:
    """A mutual-support meeting the site hosts: it holds a room and nothing else.

    It has no roster, never counts as hours and is never mandatory; there is no setting to change that.
    """

    key: str
    name: str
    fellowship: str
    site: str
    room: str
    days: tuple[Weekday, ...]
    time: TimeOfDay
    minutes: int

    @property
    def starts(self) -> tuple[int, ...]:
        """Starts in minutes from Monday 00:00."""
        return tuple(day * DAY_MINUTES + self.time for day in self.days)
