"""What to propose next: fewer hours, another level, more hours, or to stay. Source: docs/rules/step_down.md

The rule proposes, a clinician signs. How many seats or staff there are is not asked, on purpose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from iop.core.levels_of_care import Level, higher

from .conditions import ConditionFact, open_conditions
from .ladder import Ladder, Rung
from .milestone import MilestoneResult
from .policy import ReturnToUsePolicy, StepDownPolicy
from .reason import Reason, reason


@dataclass(frozen=True)
class ReturnToUse:
    """A recorded return to use that no signed plan has answered yet."""

    id: str
    on: date


@dataclass(frozen=True)
class Progress:
    """Where one client stands on the day `on`."""

    on: date
    track: str
    rung: str
    weekly_minutes: int
    milestones: Sequence[MilestoneResult]
    conditions: Sequence[ConditionFact] = ()
    returns_to_use: Sequence[ReturnToUse] = ()


@dataclass(frozen=True)
class OpenFlags:
    """What forbids anything lower while it is open, each by its id or name."""

    safety_tasks: Sequence[str] = ()
    placement_flags: Sequence[str] = ()
    return_to_use_reviews: Sequence[str] = ()
    missing_data: Sequence[str] = ()


@dataclass(frozen=True)
class Policies:
    """The settings a proposal obeys."""

    step_down: StepDownPolicy
    return_to_use: ReturnToUsePolicy


@dataclass(frozen=True)
class StepDown:
    """Fewer hours within the level."""

    from_rung: str
    to_rung: str
    from_minutes: int
    to_minutes: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class LevelChange:
    """Another level of care; `to_rung` None means care we do not give, so a referral.

    Upward it comes with a safety check due in so many hours, downward with none.
    """

    from_level: Level
    to_level: Level | None
    from_rung: str
    to_rung: str | None
    from_minutes: int
    to_minutes: int | None
    reasons: tuple[Reason, ...]
    safety_check_due_hours: int | None = None


@dataclass(frozen=True)
class MoreHours:
    """More hours within the level, and a safety check due in so many hours."""

    from_rung: str
    to_rung: str
    from_minutes: int
    to_minutes: int
    safety_check_due_hours: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Stay:
    """Nothing is proposed, and why."""

    reasons: tuple[Reason, ...]


Proposal = StepDown | LevelChange | MoreHours | Stay


def propose(progress: Progress, ladder: Ladder, policies: Policies, open_flags: OpenFlags) -> Proposal:
    """More support after a return to use; else the next rung once every milestone of this one is met."""
    if progress.returns_to_use:
        return _more_support(progress, ladder, policies.return_to_use)
    open_reasons = [*_open_flags(open_flags), *_open_milestones(progress.milestones)]
    target = _next_lower(progress, ladder)
    if target is None:
        open_reasons.append(reason("lowest_rung", "This is the last rung of the ladder."))
    if open_reasons or target is None:
        return Stay(tuple(open_reasons))
    return _lower(progress, ladder.rung(progress.rung), target, policies.step_down)


def _more_support(progress: Progress, ladder: Ladder, policy: ReturnToUsePolicy) -> LevelChange | MoreHours:
    """Return to use: a safety check and more hours; from the top of the level, a higher one."""
    now, above = ladder.rung(progress.rung), _next_higher(progress, ladder)
    dates = ", ".join(event.on.isoformat() for event in progress.returns_to_use)
    why = (reason("return_to_use", "Return to use on {dates}.", dates=dates),)
    due, minutes = policy.safety_task_due_hours, progress.weekly_minutes
    if above is None:
        return LevelChange(now.level, higher(now.level), now.key, None, minutes, None, why, due)
    if above.level != now.level:
        return LevelChange(now.level, above.level, now.key, above.key, minutes, above.weekly_minutes, why, due)
    added = minutes + policy.add_minutes
    if policy.response == "add_minutes" and added < above.weekly_minutes:
        return MoreHours(now.key, now.key, minutes, added, due, why)
    return MoreHours(now.key, above.key, minutes, above.weekly_minutes, due, why)


def _next_higher(progress: Progress, ladder: Ladder) -> Rung | None:
    """The nearest rung above with more hours than are prescribed now."""
    above = ladder.above(progress.rung)
    while above is not None and above.weekly_minutes <= progress.weekly_minutes:
        above = ladder.above(above.key)
    return above


def _next_lower(progress: Progress, ladder: Ladder) -> Rung | None:
    """The nearest rung with fewer hours than now: this one itself when hours were added to it."""
    below: Rung | None = ladder.rung(progress.rung)
    while below is not None and below.weekly_minutes >= progress.weekly_minutes:
        below = ladder.below(below.key)
    return below


def _open_flags(flags: OpenFlags) -> list[Reason]:
    """Nothing lower is proposed while one of these is open; each is named."""
    found = [reason("safety_task", "A safety task is open: {name}.", name=name) for name in flags.safety_tasks]
    found += [reason("placement_flag", "A placement flag is open: {name}.", name=n) for n in flags.placement_flags]
    words = "A review after a return to use is open: {name}."
    found += [reason("return_to_use_review", words, name=name) for name in flags.return_to_use_reviews]
    return found + [reason("missing_data", "Data are missing: {name}.", name=name) for name in flags.missing_data]


def _open_milestones(milestones: Sequence[MilestoneResult]) -> list[Reason]:
    words = {
        "not_met": "Not met yet: {milestone}.",
        "insufficient_data": "Not enough data to say: {milestone}.",
        "paused": "Paused: {milestone}.",
    }
    if not milestones:
        return [reason("no_milestones", "This rung has no milestones to meet.")]
    return [reason(m.result, words[m.result], milestone=m.key) for m in milestones if m.result in words]


def _lower(progress: Progress, now: Rung, target: Rung, policy: StepDownPolicy) -> StepDown | LevelChange | Stay:
    why = (reason("milestones_met", "All {count} milestones are met.", count=len(progress.milestones)),)
    minutes = progress.weekly_minutes
    if target.level == now.level:
        return StepDown(now.key, target.key, minutes, target.weekly_minutes, why)
    still_open = open_conditions(progress.track, progress.conditions, policy, progress.on)
    if still_open:
        return Stay(tuple(still_open))
    return LevelChange(now.level, target.level, now.key, target.key, minutes, target.weekly_minutes, why)
