"""On-site care has one room of that site; telehealth and supervision have none."""

from collections import defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel, total
from iop.core.timetable.options import Hold
from iop.core.timetable.problem import SUPERVISION, TELEHEALTH, Problem
from iop.core.timetable.week import Session, Week

NAME = "a room for each session"
CODE = "R1"


def build(model: WeekModel) -> None:
    rooms: dict[Hold, list[Var]] = defaultdict(list)
    for use, var in model.uses.items():
        rooms[use.hold].append(var)
        if use.rooms.site != use.hold.site:
            model.cp.add(var == 0)
    for hold, demand in model.demand.items():
        model.cp.add(total(rooms[hold]) == total(demand))


def check(problem: Problem, week: Week) -> list[Breach]:
    return [Breach(CODE, s.id, text) for s in week.sessions if (text := _wrong(problem, s))]


def _wrong(problem: Problem, session: Session) -> str:
    if session.location == TELEHEALTH or problem.kind(session) == SUPERVISION:
        return "needs no room but has one" if session.room is not None else ""
    if session.room is None:
        return "has no room"
    site = problem.rooms[session.room].site
    return "" if site == session.location else f"room {session.room} is at {site}"


def rooms_needed(problem: Problem, week: Week) -> list[tuple[Session, str]]:
    """Sessions that take a room, with the room."""
    return [
        (s, s.room)
        for s in week.sessions
        if s.room is not None and s.location != TELEHEALTH and problem.kind(s) != SUPERVISION
    ]
