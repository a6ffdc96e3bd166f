"""What must hold between the parts of a program. One module per part; this is the table of contents."""

from ..model import Program
from ..problem import Finding
from . import admission, groups, keys, ladders, meetings, milestones, mixes, places, policies, services

CHECKS = (
    places.findings_in,
    services.findings_in,
    groups.findings_in,
    meetings.findings_in,
    ladders.findings_in,
    mixes.findings_in,
    milestones.findings_in,
    admission.findings_in,
    policies.findings_in,
)


def findings_in(program: Program) -> list[Finding]:
    """Everything wrong between the parts. Later checks rely on the keys and the grid, so those come first."""
    first = [*keys.findings_in(program), *places.wrong_grid(program)]
    if first:
        return first
    return [found for check in CHECKS for found in check(program)]
