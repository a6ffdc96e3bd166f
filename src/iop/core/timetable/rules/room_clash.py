"""A room holds one session at a time."""

from collections import defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel, total
from iop.core.timetable.options import RoomClass
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.clash import overlapping
from iop.core.timetable.rules.session_room import rooms_needed
from iop.core.timetable.week import Session, Week

NAME = "room clash"
CODE = "R4"


def build(model: WeekModel) -> None:
    """Rooms of a class are interchangeable: sessions of known times fit them when never too many run at once."""
    at: dict[tuple[RoomClass, int], list[Var]] = defaultdict(list)
    for use, var in model.uses.items():
        for slot in range(use.hold.start, use.hold.end, model.problem.grid):
            at[use.rooms, slot].append(var)
    for (rooms, _), uses in at.items():
        model.cp.add(total(uses) <= len(rooms.rooms))


def check(problem: Problem, week: Week) -> list[Breach]:
    taken: dict[str, list[Session]] = defaultdict(list)
    for session, room in sorted(rooms_needed(problem, week), key=lambda pair: pair[0].start):
        taken[room].append(session)
    return [
        Breach(CODE, session.id, f"room {room} holds another session then")
        for room, sessions in taken.items()
        for session in overlapping(problem, sessions)
    ]
