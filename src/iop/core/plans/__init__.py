"""Plans: milestones, hours and what is proposed next. Sources: docs/rules/milestones.md, docs/rules/step_down.md"""

from .conditions import CONDITIONS, ConditionFact, conditions_for
from .evaluation import evaluate
from .facts import AttendanceFact, Facts, MeasureFact, ObservationFact, Pause, PhaseFact, Waiver
from .hours import OutOfReach, Reachable, Reached, Remaining, counted, still_reachable
from .ladder import Ladder, Need, Rung
from .milestone import Milestone, MilestoneResult
from .policy import ReturnToUsePolicy, StepDownPolicy
from .proposal import (
    LevelChange,
    MoreHours,
    OpenFlags,
    Policies,
    Progress,
    Proposal,
    ReturnToUse,
    Stay,
    StepDown,
    propose,
)
from .reason import Reason

__all__ = [
    "CONDITIONS",
    "AttendanceFact",
    "ConditionFact",
    "Facts",
    "Ladder",
    "LevelChange",
    "MeasureFact",
    "Milestone",
    "MilestoneResult",
    "MoreHours",
    "Need",
    "ObservationFact",
    "OpenFlags",
    "OutOfReach",
    "Pause",
    "PhaseFact",
    "Policies",
    "Progress",
    "Proposal",
    "Reachable",
    "Reached",
    "Reason",
    "Remaining",
    "ReturnToUse",
    "ReturnToUsePolicy",
    "Rung",
    "Stay",
    "StepDown",
    "StepDownPolicy",
    "Waiver",
    "conditions_for",
    "counted",
    "evaluate",
    "propose",
    "still_reachable",
]
