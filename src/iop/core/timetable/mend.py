"""The largest easy part of a week that still keeps every rule: where a search starts, and where it can always fall
back to. History is never touched."""

from collections.abc import Iterable
from dataclasses import replace

from iop.core.timetable.breach import Breach
from iop.core.timetable.check import check
from iop.core.timetable.decode import named
from iop.core.timetable.problem import GROUP, Problem
from iop.core.timetable.rules.known_ids import unknown
from iop.core.timetable.week import Session, Week


def mended(problem: Problem, week: Week) -> Week:
    """Leave out sessions, or clients of groups, until nothing is broken that leaving out can mend."""
    current = named(problem, _known(problem, week))
    while True:
        breaches = [b for b in check(problem, current).breaches if _can_go(problem, current, b)]
        if not breaches:
            return current
        current = _without(problem, current, breaches)


def starting_week(problem: Problem) -> Week:
    """What was published, else last week as far as it still holds, else nothing."""
    if problem.published.sessions:
        return mended(problem, problem.published)
    return mended(problem, problem.previous)


def _known(problem: Problem, week: Week) -> Iterable[Session]:
    """Sessions of known things, without clients who have left."""
    for session in week.sessions:
        stayed = replace(session, clients=tuple(c for c in session.clients if c in problem.clients))
        if not unknown(problem, stayed) and (stayed.clients or not session.clients):
            yield stayed


def _can_go(problem: Problem, week: Week, breach: Breach) -> bool:
    return any(s.id == breach.session and s.start >= problem.frozen_before for s in week.sessions)


def _without(problem: Problem, week: Week, breaches: list[Breach]) -> Week:
    """Take out the first trouble of each session; the rest may be gone with it."""
    first: dict[str, Breach] = {}
    for breach in breaches:
        first.setdefault(breach.session, breach)
    kept = []
    for session in week.sessions:
        trouble = first.get(session.id)
        if trouble is None or session.start < problem.frozen_before:
            kept.append(session)
        elif trouble.client is not None and problem.kind(session) == GROUP:
            kept.append(replace(session, clients=tuple(c for c in session.clients if c != trouble.client)))
    return Week.of(kept)
