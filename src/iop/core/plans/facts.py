"""What happened, as a milestone sees it. Flows gather these from the apps that own the records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from .milestone import MilestoneResult

AttendanceState = Literal[
    "attended",
    "late",
    "left_early",
    "excused",
    "no_show",
    "cancelled_client",
    "cancelled_program",
    "removed_for_safety",
]

NOT_HELD: Final[AttendanceState] = "cancelled_program"
"""The program did not hold it, so it says nothing about the client."""

EXCUSED: Final[AttendanceState] = "excused"
"""Missed with a reason: still a dose the client did not get, but no lack of adherence."""


@dataclass(frozen=True)
class AttendanceFact:
    """One client's place in one past session, in counted minutes."""

    id: str
    date: date
    prescribed_minutes: int
    attended_minutes: int
    state: AttendanceState


@dataclass(frozen=True)
class ObservationFact:
    """A person's signed statement that something is so, such as "safety_plan"."""

    id: str
    key: str
    date: date
    by: str


@dataclass(frozen=True)
class PhaseFact:
    """When the client came onto the present rung."""

    id: str
    rung: str
    entered_on: date


@dataclass(frozen=True)
class MeasureFact:
    """One value of one measure, such as an item of a questionnaire ("bam_iop.item5")."""

    id: str
    measure: str
    date: date
    value: float


@dataclass(frozen=True)
class Waiver:
    """A clinician decided that a milestone is not asked of this client."""

    id: str
    milestone: str
    reason: str
    by: str


@dataclass(frozen=True)
class Pause:
    """Milestones rest after a return to use; `earned` are the results met before, and they stay."""

    id: str
    since: date
    reason: str
    earned: tuple[MilestoneResult, ...] = ()


@dataclass(frozen=True)
class Facts:
    """All that is known of one client when milestones are looked at."""

    attendance: Sequence[AttendanceFact] = ()
    observations: Sequence[ObservationFact] = ()
    measures: Sequence[MeasureFact] = ()
    phase: PhaseFact | None = None
    waivers: Sequence[Waiver] = ()
    pause: Pause | None = None
