"""A room has every feature the service needs."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.problem import Problem
from iop.core.timetable.rules.session_room import rooms_needed
from iop.core.timetable.week import Week

NAME = "room features"
CODE = "R2"


def build(model: WeekModel) -> None:
    for use, var in model.uses.items():
        if not set(use.hold.features) <= set(use.rooms.features):
            model.cp.add(var == 0)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"room {room} lacks a feature for {session.service}")
        for session, room in rooms_needed(problem, week)
        if not problem.services[session.service].room_features <= problem.rooms[room].features
    ]
