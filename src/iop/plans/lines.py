"""Milestones and ladder as a page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iop.core.plans import Ladder, Rung
from iop.plans import wording
from iop.plans.models import Milestone, MilestoneResult, PlanVersion


@dataclass(frozen=True)
class MilestoneLine:
    """One milestone: what is asked, what was found, the rows it was read from, and the verdict in a word."""

    milestone: Milestone
    kind: str
    word: str
    needed: str = ""
    found: str = ""
    evidence: str = ""
    evidence_url: str = ""


def milestone_lines(milestones: Sequence[Milestone], newest: Mapping[int, MilestoneResult]) -> list[MilestoneLine]:
    """Every milestone in order; one nobody has looked at yet is not known."""
    return [_line(milestone, newest.get(milestone.pk)) for milestone in milestones]


def result_lines(results: Sequence[MilestoneResult]) -> list[MilestoneLine]:
    """Stored results as they stood when they were read."""
    return [_line(result.milestone, result) for result in results]


def tally(lines: Sequence[MilestoneLine]) -> str:
    """ "4 met, 1 not met, 1 not known" in that order, without the zeros."""
    words = {
        "met": _("%(count)d met"),
        "not_met": _("%(count)d not met"),
        "insufficient_data": _("%(count)d not known"),
        "waived": _("%(count)d waived"),
        "paused": _("%(count)d paused"),
    }
    counts = {kind: sum(line.kind == kind for line in lines) for kind in words}
    return ", ".join(word % {"count": counts[kind]} for kind, word in words.items() if counts[kind])


def rungs_of(ladder: Ladder, now: str) -> list[dict[str, str]]:
    """The ladder for `c-rungs`: hours, a word, and whether it is done, now or to come."""
    place = [rung.key for rung in ladder.rungs].index(now)
    return [_rung(rung, at - place) for at, rung in enumerate(ladder.rungs)]


def version_word(version: PlanVersion) -> str:
    """ "Version 3, from 16 Nov"."""
    values = {"number": version.number, "day": date_format(version.starts_on, "j M")}
    return _("Version %(number)d, from %(day)s") % values


def _line(milestone: Milestone, result: MilestoneResult | None) -> MilestoneLine:
    if result is None:
        return MilestoneLine(milestone, "insufficient_data", _("Not looked at yet"), wording.needed(milestone))
    return MilestoneLine(
        milestone=milestone,
        kind=result.outcome,
        word=_word(result),
        needed=wording.needed(milestone),
        found=wording.found(result),
        evidence=wording.evidence_words(result),
        evidence_url=reverse("milestone_evidence", args=[result.public_id]),
    )


def _word(result: MilestoneResult) -> str:
    if result.outcome == "met":
        return _("Met %(day)s") % {"day": date_format(result.on, "j M")}
    return ""


def _rung(rung: Rung, steps: int) -> dict[str, str]:
    state = "now" if steps == 0 else "done" if steps < 0 else "to-come"
    return {"hours": wording.bare_hours(rung.weekly_minutes), "word": rung.name, "state": state}
