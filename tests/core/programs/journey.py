"""Walk an invented client along a program's ladder by its own rules, as the loop does, without a database."""

from collections.abc import Sequence
from datetime import date, timedelta

from iop.core.plans import (
    AttendanceFact,
    ConditionFact,
    Facts,
    ObservationFact,
    OpenFlags,
    PhaseFact,
    Policies,
    Progress,
    Proposal,
    ReturnToUse,
    conditions_for,
    evaluate,
    propose,
)
from iop.core.plans.ladder import Rung
from iop.core.programs import Program

NOTHING_OPEN = OpenFlags()


def next_step(
    program: Program,
    ladder_key: str,
    rung_key: str,
    facts: Facts,
    on: date,
    *,
    track: str = "sud",
    conditions: Sequence[ConditionFact] = (),
    returns_to_use: Sequence[ReturnToUse] = (),
) -> Proposal:
    """What the program proposes to a client of the rung with these facts."""
    milestones = program.milestones_for(track, ladder_key, rung_key)
    ladder = program.ladder(ladder_key)
    progress = Progress(
        on,
        track,
        rung_key,
        ladder.rung(rung_key).weekly_minutes,
        [evaluate(milestone, facts, on) for milestone in milestones],
        conditions,
        returns_to_use,
    )
    return propose(progress, ladder, Policies(program.step_down, program.return_to_use), NOTHING_OPEN)


def weeks_attended(program: Program, ladder_key: str, rung: Rung, on: date, weeks: int, share: int = 100) -> Facts:
    """So many weeks on the rung up to a day, attending so many percent of its hours, everything observed signed."""
    days = [on - timedelta(days=7 * week + day) for week in range(weeks) for day in range(rung.max_days)]
    # Sessions of 100 minutes make a share of them a whole number.
    attendance = [
        AttendanceFact(f"{day}-{half}", day, 100, share, "attended") for day in days for half in ("early", "late")
    ]
    observations = [
        ObservationFact(milestone.of, milestone.of, on, "Hannah Cole, LCSW")
        for track in program.tracks
        for milestone in program.milestones_for(track.key, ladder_key, rung.key)
        if milestone.metric == "signed_observation"
    ]
    return Facts(attendance, observations, phase=PhaseFact("stay", rung.key, on - timedelta(days=7 * weeks)))


def all_conditions(track: str, on: date) -> tuple[ConditionFact, ...]:
    """Every condition of a lower level holds, and has for three weeks."""
    return tuple(ConditionFact(found.key, True, on - timedelta(days=21), 3) for found in conditions_for(track))


def returned_to_use(on: date) -> tuple[ReturnToUse, ...]:
    """One return to use, the day before."""
    return (ReturnToUse("return-1", on - timedelta(days=1)),)
