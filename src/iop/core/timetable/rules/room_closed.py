"""A room that is closed, or held for a hosted meeting, takes no session. Ours: `room_closures` of iop-week/1+."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.session_room import rooms_needed
from iop.core.timetable.times import touches
from iop.core.timetable.week import Week

NAME = "room closed"
CODE = "R5"


def build(model: WeekModel) -> None:
    for use, var in model.uses.items():
        if touches(use.hold.start, use.hold.end, use.rooms.busy):
            model.cp.add(var == 0)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"room {room} is closed then")
        for session, room in rooms_needed(problem, week)
        if session.start >= problem.frozen_before
        and touches(session.start, problem.end(session), problem.closures.get(room, ()))
    ]
