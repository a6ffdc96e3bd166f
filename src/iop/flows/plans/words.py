"""Reasons of a proposal in words, with milestones by their own."""

from collections.abc import Iterable, Sequence

from iop.plans.models import Milestone
from iop.plans.wording import reason_words


def reason_lines(reasons: Iterable[dict], milestones: Sequence[Milestone]) -> list[str]:
    """One sentence for each stored reason, in order."""
    names = {milestone.key: milestone.words for milestone in milestones}
    return [reason_words(reason, names) for reason in reasons]
