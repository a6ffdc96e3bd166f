"""The terms of a program: who it is for, how long, how often, and what happens when things change."""

from dataclasses import dataclass
from typing import Literal

from iop.core.plans.milestone import Milestone


@dataclass(frozen=True)
class AgeBand:
    """Ages from `from_age` up to, not including, `below_age` (None: no upper end)."""

    key: str
    name: str
    from_age: int
    below_age: int | None = None

    def holds(self, age: int) -> bool:
        """Whether somebody of that age belongs here."""
        return self.from_age <= age and (self.below_age is None or age < self.below_age)


@dataclass(frozen=True)
class Track:
    """What a client is here for; `key` is sud, mh, ed or co_occurring, or the center's own."""

    key: str
    name: str


@dataclass(frozen=True)
class Hours:
    """What the program says of its usual week, in counted minutes, days, and minutes of a visit."""

    weekly_from: int
    weekly_to: int
    days_from: int
    days_to: int
    visit_from: int
    visit_to: int


@dataclass(frozen=True)
class Length:
    """Planned days in the program: a date to review, never an automatic discharge."""

    from_days: int
    to_days: int


@dataclass(frozen=True)
class MilestoneSet:
    """What must be met on a rung of one track before the next rung is proposed; `tracks` empty means every track."""

    ladder: str
    rung: str
    milestones: tuple[Milestone, ...]
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectiveTemplate:
    """A measurable, time-limited step toward a goal; the clinician sets its date."""

    key: str
    words: str
    milestone: Milestone
    target_days: int


@dataclass(frozen=True)
class GoalTemplate:
    """A long-term aim a plan can start from; the client's own words replace ours."""

    key: str
    words: str
    objectives: tuple[ObjectiveTemplate, ...]
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdmissionRule:
    """A sentence the placement worksheet asks about. `refer_to`: where a client is helped when it is not so."""

    key: str
    words: str
    effect: Literal["required", "refer", "consider"]
    refer_to: str = ""


@dataclass(frozen=True)
class Admission:
    """Before anyone starts: who evaluates, and what is looked at. A clinician decides."""

    evaluation_required: bool
    evaluators: tuple[str, ...]
    rules: tuple[AdmissionRule, ...]
    enters_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cadences:
    """How often things come round."""

    full_plan_within_days: int
    plan_review_days: int
    staffing_days: int
    individual_per_week: int
    family: Literal["as_needed", "weekly", "biweekly", "monthly"]
    low_attendance_percent: int
    low_attendance_days: int


@dataclass(frozen=True)
class Abstinence:
    """What is expected while in the program; an unexpected positive is clinical information, never a discharge."""

    expected: bool
    self_reported: bool
    tested: bool


@dataclass(frozen=True)
class CheckIns:
    """Regular contact between sessions; a missed one reaches the counselor."""

    required: bool
    per_week: int
    partners: tuple[str, ...]
    missed_reaches_counselor: Literal["same_day", "next_business_day"]


@dataclass(frozen=True)
class PeerWelcome:
    """Each new client meets a peer who is further along."""

    offered: bool
    from_rung: str = ""
    within_days: int = 0


@dataclass(frozen=True)
class AfterCare:
    """Contact after discharge: days at which the program asks how things are; help whenever needed."""

    follow_up_days: tuple[int, ...]
    help_any_time: bool


@dataclass(frozen=True)
class FrontDoor:
    """How somebody finds the program and asks for help."""

    call_us: bool
    visit_us: bool
    call_back: bool
    financial_help: bool
    around_the_clock: bool
    routing: tuple[str, ...] = ()


@dataclass(frozen=True)
class StateRule:
    """Something a state asks of programs on its soil, with where we read it; check the law before relying on it."""

    key: str
    state: str
    words: str
    source: str


@dataclass(frozen=True)
class Claim:
    """Something the program says of its outcomes, shown only next to what we measured."""

    key: str
    words: str
