"""Which of somebody's sessions begin before an earlier one ends."""

from collections.abc import Iterable, Iterator

from iop.core.timetable.problem import Problem
from iop.core.timetable.times import WEEK
from iop.core.timetable.week import Session


def overlapping(problem: Problem, sessions: Iterable[Session]) -> Iterator[Session]:
    """Sessions, given in time order, that start while an earlier one is going on."""
    latest = -WEEK
    for session in sessions:
        if session.start < latest:
            yield session
        latest = max(latest, problem.end(session))
