"""The terms can be kept: intervals are real, the peer comes from a rung there is."""

from collections.abc import Iterator

from ..model import Program
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with cadences, return to use, step-down, check-ins, peers and aftercare."""
    return [*_intervals(program), *_return_to_use(program), *_shares(program), *_contacts(program)]


def _intervals(program: Program) -> Iterator[Finding]:
    cadences, policy = program.cadences, program.return_to_use
    intervals = {
        "cadences.full_plan_within_days": cadences.full_plan_within_days,
        "cadences.plan_review_days": cadences.plan_review_days,
        "cadences.staffing_days": cadences.staffing_days,
        "cadences.low_attendance_days": cadences.low_attendance_days,
        "return_to_use.safety_task_due_hours": policy.safety_task_due_hours,
        "return_to_use.individual_within_days": policy.individual_within_days,
        "return_to_use.plan_review_within_days": policy.plan_review_within_days,
        "step_down.sustained_days": program.step_down.sustained_days,
        "step_down.attendance_days": program.step_down.attendance_days,
        "step_down.receiving_visit_within_days": program.step_down.receiving_visit_within_days,
    }
    for path, value in intervals.items():
        if value < 1:
            yield finding(path, "{path} is {value}; it must be at least 1.", path=path, value=value)


def _return_to_use(program: Program) -> Iterator[Finding]:
    policy = program.return_to_use
    if policy.response == "add_minutes" and (policy.add_minutes <= 0 or policy.add_minutes % program.grid):
        words = "Say how many minutes a week a return to use adds, in steps of {grid}."
        yield finding("return_to_use.add_minutes", words, grid=program.grid)


def _shares(program: Program) -> Iterator[Finding]:
    shares = {
        "cadences.low_attendance_percent": program.cadences.low_attendance_percent,
        "step_down.attendance_percent": program.step_down.attendance_percent,
        "step_down.phq9_fall_percent": program.step_down.phq9_fall_percent,
    }
    for path, value in shares.items():
        if not 0 < value <= 100:
            yield finding(path, "{value} is no percentage above 0. Write 1 to 100.", value=value)


def _contacts(program: Program) -> Iterator[Finding]:
    rungs = {rung.key for ladder in program.ladders for rung in ladder.rungs}
    welcome, check_ins = program.peer_welcome, program.check_ins
    if welcome.offered and (welcome.from_rung not in rungs or welcome.within_days < 1):
        words = "Say from which rung the peer comes (one of {rungs}) and within how many days they meet."
        yield finding("peer_welcome", words, rungs=", ".join(sorted(rungs)))
    if check_ins.required and (check_ins.per_week < 1 or not check_ins.partners):
        yield finding("check_ins", "Check-ins are required: say how many a week, and with whom.")
    if any(days < 1 for days in program.aftercare.follow_up_days):
        yield finding("aftercare.follow_up_days", "Follow-up days count from discharge and begin with 1.")
