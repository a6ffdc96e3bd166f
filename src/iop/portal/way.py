"""The way to fewer hours: the ladder's rungs, and each step with the way to do it. Nothing proposed is told here; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from iop.core.plans import Ladder
from iop.plans.models import Milestone, MilestoneResult, PlanVersion
from iop.plans.queries import newest_results
from iop.plans.wording import bare_hours
from iop.portal.queries import milestones_of
from iop.portal.step_words import more_words, say_words

DONE = frozenset({"met", "waived"})


@dataclass(frozen=True)
class Step:
    """`kind` is the outcome's status; `more` says how to do it or why it rests."""

    kind: str
    say: str
    more: str

    @property
    def is_done(self) -> bool:
        return self.kind in DONE


@dataclass(frozen=True)
class Way:
    """`hours` a week now; `lower` the hours of the next rung, "" on the last one."""

    hours: str
    lower: str
    rungs: tuple[dict[str, str], ...]
    steps: tuple[Step, ...]

    @property
    def done(self) -> list[Step]:
        return [step for step in self.steps if step.is_done]

    @property
    def open(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]

    @property
    def done_words(self) -> str:
        """The steps done, in one line."""
        return ", ".join(step.say for step in self.done)


def way_of(version: PlanVersion, on: date, who: str) -> Way:
    """How far the client is on the rung of the plan in force."""
    ladder = version.plan.episode.program.definition.ladder(version.ladder)
    below = ladder.below(version.rung)
    newest = newest_results(version, on)
    return Way(
        hours=bare_hours(version.weekly_minutes),
        lower=bare_hours(below.weekly_minutes) if below else "",
        rungs=tuple(_rungs(ladder, version)),
        steps=tuple(_step(milestone, newest.get(milestone.pk), who) for milestone in milestones_of(version)),
    )


def _rungs(ladder: Ladder, version: PlanVersion) -> list[dict[str, str]]:
    here = ladder.rungs.index(ladder.rung(version.rung))
    minutes = [rung.weekly_minutes for rung in ladder.rungs]
    minutes[here] = version.weekly_minutes
    return [{"hours": bare_hours(value), **_state(at - here)} for at, value in enumerate(minutes)]


def _state(steps_below: int) -> dict[str, str]:
    """The word and the look of a rung, by how far below the present one it stands."""
    if steps_below < 0:
        return {"word": _("before"), "state": "done"}
    if steps_below == 0:
        return {"word": _("now"), "state": "now"}
    return (
        {"word": pgettext("rung", "next"), "state": "to-come"}
        if steps_below == 1
        else {"word": _("later"), "state": ""}
    )


def _step(milestone: Milestone, result: MilestoneResult | None, who: str) -> Step:
    kind = result.outcome if result else "insufficient_data"
    return Step(kind, say_words(milestone), more_words(milestone, result, who))


def in_force(versions: Sequence[PlanVersion], today: date) -> PlanVersion | None:
    """The newest signed version that has begun."""
    return next((version for version in reversed(versions) if version.starts_on <= today), None)


def to_come(versions: Sequence[PlanVersion], today: date) -> PlanVersion | None:
    """The next signed version, when its Monday is still ahead."""
    return next((version for version in versions if version.starts_on > today), None)
