"""No session holds more people than its room seats, staff included."""

from collections import defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Expr, WeekModel, total, weighted
from iop.core.timetable.options import RoomClass
from iop.core.timetable.problem import Group, Problem
from iop.core.timetable.rules.session_room import rooms_needed
from iop.core.timetable.week import Week

NAME = "room seats"
CODE = "R3"


def build(model: WeekModel) -> None:
    seats: dict[tuple[str, int], list[tuple[int, Expr]]] = defaultdict(list)
    for use, var in model.uses.items():
        if use.hold.group is not None:
            group = model.problem.groups[use.hold.group]
            seats[group.id, use.hold.start].append((_seats(group, use.rooms), var))
        elif use.rooms.capacity < 2:
            model.cp.add(var == 0)
    for key, rooms in seats.items():
        model.cp.add(total(var for _, var in model.seats.get(key, [])) <= weighted(rooms))


def _seats(group: Group, rooms: RoomClass) -> int:
    """Clients per room. With several sections an empty chair in a large room is no help to a small one."""
    seats = rooms.capacity - 1
    return min(seats, group.max_size) if group.max_sections > 1 else seats


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{len(session.clients)} clients and 1 staff in {room}")
        for session, room in rooms_needed(problem, week)
        if len(session.clients) + 1 > problem.rooms[room].capacity
    ]
