"""What must hold between the parts of a program. One module per part; this is the table of contents."""

from ..model import Program
from ..problem import Finding
from . import admission, groups, keys, ladders, meetings, milestones, mixes, places, policies, services

CHECKS = (
    keys.findings_in,
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
    """Everything wrong between the parts; later checks rely on the keys being right, so those come first."""
    wrong_keys = keys.findings_in(program)
    if wrong_keys:
        return wrong_keys
    return [found for check in CHECKS[1:] for found in check(program)]
