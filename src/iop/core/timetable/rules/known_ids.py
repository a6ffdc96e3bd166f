"""Sessions speak of things the problem knows, each session has its own id, and nobody sits in one twice."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import GROUP, TELEHEALTH, Problem
from iop.core.timetable.week import Session, Week

NAME = "known ids"
CODE = "S1"


def build(model: WeekModel) -> None:
    """Nothing to say: options are made from the problem, so the solver cannot invent an id."""


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = [Breach(CODE, s.id, text) for s in week.sessions for text in unknown(problem, s)]
    seen: set[str] = set()
    for session in week.sessions:
        if session.id in seen:
            breaches.append(Breach(CODE, session.id, "session id used twice"))
        seen.add(session.id)
        service = problem.services.get(session.service)
        if service is not None and (service.kind == GROUP) != (session.group is not None):
            breaches.append(Breach(CODE, session.id, "a group is named exactly for group services"))
        group = problem.groups.get(session.group or "")
        if service is not None and service.kind == GROUP and group is not None and group.service != service.id:
            breaches.append(Breach(CODE, session.id, f"{group.id} is not a group of {service.id}"))
    return breaches


def unknown(problem: Problem, session: Session) -> list[str]:
    """What no table holds; a session with any of these cannot be judged further."""
    found = []
    for what, value, table in (
        ("service", session.service, problem.services),
        ("staff member", session.staff, problem.staff),
        ("group", session.group, problem.groups),
        ("room", session.room, problem.rooms),
        ("staff member", session.co_staff, problem.staff),
    ):
        if value is not None and value not in table:
            found.append(f"unknown {what} {value!r}")
    if session.location != TELEHEALTH and session.location not in problem.sites:
        found.append(f"unknown location {session.location!r}")
    if len(set(session.clients)) < len(session.clients):
        found.append("a client is listed twice")
    found.extend(f"unknown client {c!r}" for c in session.clients if c not in problem.clients)
    return found
