"""The people of a center as a file names them. Days are dates, or counted from the Monday of the present week."""

from dataclasses import dataclass, field
from datetime import date

Day = int | date


@dataclass(frozen=True)
class StaffEntry:
    """`credentials`: code to its last day; `true` where it does not end. No sites named: all. `account`: a role."""

    key: str
    name: str
    title: str = ""
    gender: str = ""
    languages: list[str] = field(default_factory=lambda: ["en"])
    sites: list[str] = field(default_factory=list)
    credentials: dict[str, Day | bool] = field(default_factory=dict)
    hours: list[str] = field(default_factory=list)
    week_hours: int = 30
    day_hours: int = 8
    telehealth: bool = True
    supervisor: str = ""
    account: str = ""
    login: str = ""


@dataclass(frozen=True)
class RelativeEntry:
    name: str
    relation: str
    free: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RungEntry:
    """An earlier signed plan of the same episode."""

    rung: str
    starts: Day


@dataclass(frozen=True)
class PlanEntry:
    """What the client's first plan says beyond the rung's own: `needs` and `affinity_needs` are sessions a week."""

    rung: str
    starts: Day
    ladder: str = ""
    minutes: int | None = None
    exception: str = ""
    needs: dict[str, int] = field(default_factory=dict)
    affinity_needs: dict[str, int] = field(default_factory=dict)
    problem: str = ""
    goal: str = ""
    strengths: str = ""
    preferences: str = ""
    discharge_criteria: str = ""
    earlier: list[RungEntry] = field(default_factory=list)


@dataclass(frozen=True)
class ClientEntry:
    """`age` or `born`. `busy`: kind of block to its stretches. `signed_by`: who signed for an adolescent."""

    number: str
    name: str
    track: str
    primary: str
    admitted: Day
    free: list[str]
    plan: PlanEntry
    age: int = 0
    born: date | None = None
    preferred: str = ""
    pronouns: str = ""
    languages: list[str] = field(default_factory=lambda: ["en"])
    site: str = ""
    modes: list[str] = field(default_factory=lambda: ["onsite"])
    covers: list[str] = field(default_factory=list)
    affinities: list[str] = field(default_factory=list)
    busy: dict[str, list[str]] = field(default_factory=dict)
    priority: int = 1
    staff_gender: str = ""
    signed_by: str = ""
    waivers: list[str] = field(default_factory=list)
    cohorts: list[str] = field(default_factory=list)
    relatives: list[RelativeEntry] = field(default_factory=list)
    login: str = ""


@dataclass(frozen=True)
class PairEntry:
    """Two clients who must not meet."""

    clients: list[str]
    reason: str
    scope: str = "session"


@dataclass(frozen=True)
class AccountEntry:
    """Somebody who signs in and gives no care."""

    role: str
    name: str
    login: str = ""


@dataclass(frozen=True)
class People:
    """Everybody of one program, each entry checked."""

    program: str
    staff: list[StaffEntry]
    clients: list[ClientEntry]
    no_contact: list[PairEntry] = field(default_factory=list)
    accounts: list[AccountEntry] = field(default_factory=list)
