"""What each metric comes to over its window, without yet saying whether that is enough.

Source: docs/rules/milestones.md. A new metric is one more function here, and its name in `milestone.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .facts import EXCUSED, NOT_HELD, AttendanceFact, AttendanceState, Facts, MeasureFact
from .milestone import Aggregation, Metric, Milestone


@dataclass(frozen=True)
class Measured:
    """A value (None: cannot be told), how many observations it rests on, their ids, and figures for a sentence."""

    value: float | None
    observations: int
    evidence: tuple[str, ...]
    parts: tuple[tuple[str, str | int], ...] = ()


def measure(definition: Milestone, facts: Facts, on: date) -> Measured:
    """The milestone's metric on the day `on`."""
    return METRICS[definition.metric](definition, facts, on)


def in_window(day: date, definition: Milestone, on: date) -> bool:
    """Whether the day is in the window: calendar days that end with, and include, the day of evaluation."""
    first = on - timedelta(days=definition.window_days - 1) if definition.window_days else date.min
    return first <= day <= on


def attendance_share(definition: Milestone, facts: Facts, on: date) -> Measured:
    """Percent of prescribed minutes attended: the dose. Excused absences stay in, sessions not held do not."""
    return _share(definition, facts, on, left_out=frozenset({NOT_HELD}))


def adherence_share(definition: Milestone, facts: Facts, on: date) -> Measured:
    """Percent of minutes attended of those the client could have attended: excused absences are left out too."""
    return _share(definition, facts, on, left_out=frozenset({NOT_HELD, EXCUSED}))


def days_in_phase(definition: Milestone, facts: Facts, on: date) -> Measured:
    """Days on the present rung, its first day and the day of evaluation included."""
    if facts.phase is None or facts.phase.entered_on > on:
        return Measured(None, 0, ())
    days = (on - facts.phase.entered_on).days + 1
    return Measured(days, 1, (facts.phase.id,), (("days", days),))


def visits(definition: Milestone, facts: Facts, on: date) -> Measured:
    """Days on which the client attended at least a minute."""
    rows = _held(facts.attendance, definition, on, frozenset({NOT_HELD}))
    days = {row.date for row in rows if row.attended_minutes > 0}
    evidence = tuple(row.id for row in rows if row.attended_minutes > 0)
    return Measured(len(days), len(rows), evidence, (("days", len(days)),))


def signed_observation(definition: Milestone, facts: Facts, on: date) -> Measured:
    """How often somebody signed that it is so; for "exists", once is as good as often."""
    rows = [row for row in facts.observations if row.key == definition.of and in_window(row.date, definition, on)]
    value = min(len(rows), 1) if definition.aggregation == "exists" else len(rows)
    parts = (("by", rows[-1].by), ("date", rows[-1].date.isoformat())) if rows else ()
    return Measured(value, len(rows), tuple(row.id for row in rows), parts)


def measured_values(definition: Milestone, facts: Facts, on: date) -> Measured:
    """The values of one measure, summed up as the milestone says; a change is taken from the first value ever."""
    known = sorted((row for row in facts.measures if row.measure == definition.of), key=lambda row: row.date)
    rows = [row for row in known if in_window(row.date, definition, on)]
    if definition.aggregation == "delta_from_baseline":
        return _change(known, rows)
    if not rows and definition.aggregation != "count":
        return Measured(None, 0, ())
    value = SUMMED[definition.aggregation]([row.value for row in rows])
    return Measured(value, len(rows), tuple(row.id for row in rows))


def _share(definition: Milestone, facts: Facts, on: date, left_out: frozenset[AttendanceState]) -> Measured:
    rows = _held(facts.attendance, definition, on, left_out)
    prescribed = sum(row.prescribed_minutes for row in rows)
    attended = sum(row.attended_minutes for row in rows)
    share = 100 * attended / prescribed if prescribed else None
    parts = (("attended", attended), ("prescribed", prescribed))
    return Measured(share, len(rows), tuple(row.id for row in rows), parts)


def _held(
    rows: Sequence[AttendanceFact], definition: Milestone, on: date, left_out: frozenset[AttendanceState]
) -> list[AttendanceFact]:
    return [row for row in rows if in_window(row.date, definition, on) and row.state not in left_out]


def _change(known: list[MeasureFact], rows: list[MeasureFact]) -> Measured:
    """The latest value in the window less the first ever; one value alone is no change."""
    if not rows or rows[-1] is known[0]:
        return Measured(None, len(rows), tuple(row.id for row in rows))
    evidence = (known[0].id, *(row.id for row in rows if row is not known[0]))
    return Measured(rows[-1].value - known[0].value, len(rows), evidence)


METRICS: Final[Mapping[Metric, Callable[[Milestone, Facts, date], Measured]]] = {
    "attendance_share": attendance_share,
    "adherence_share": adherence_share,
    "days_in_phase": days_in_phase,
    "visits": visits,
    "signed_observation": signed_observation,
    "measure": measured_values,
}

SUMMED: Final[Mapping[Aggregation, Callable[[list[float]], float]]] = {
    "last": lambda values: values[-1],
    "max": max,
    "min": min,
    "sum": sum,
    "mean": lambda values: sum(values) / len(values),
    "count": len,
}
