"""What a repaired week changes for clients: attendances gone or new, people disturbed, sessions handed over.

An attendance is (service, group, start, location) of one client; who gives it is a handover, the room is free."""

from collections import defaultdict
from collections.abc import Mapping

from iop.core.timetable.model import Expr, Var, WeekModel, total
from iop.core.timetable.options import Care, Seat, Visit
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "changes"

Attendance = tuple[str, str | None, int, str]


def attendances(week: Week, client: str) -> Mapping[Attendance, str]:
    """Who gives each of the client's attendances."""
    return {(s.service, s.group, s.start, s.location): s.staff for s in week.of_client(client)}


def weigh_disturbed(model: WeekModel) -> Expr:
    disturbed: list[Expr] = []
    for client in model.problem.clients:
        moved = model.cp.new_bool_var("")
        old, choices = attendances(model.problem.published, client), _choices(model, client)
        for attendance in old:
            model.cp.add_bool_or([*choices.get(attendance, []), moved])
        for attendance in choices.keys() - old.keys():
            for var in choices[attendance]:
                model.cp.add_implication(var, moved)
        disturbed.append(moved)
    return total(disturbed)


def weigh_changed(model: WeekModel) -> Expr:
    parts: list[Expr] = []
    for client in model.problem.clients:
        old, choices = attendances(model.problem.published, client), _choices(model, client)
        parts.extend(1 - total(choices.get(attendance, [])) for attendance in old)
        parts.extend(total(found) for attendance, found in choices.items() if attendance not in old)
    return total(parts)


def weigh_handovers(model: WeekModel) -> Expr:
    parts: list[Expr] = []
    for client in model.problem.clients:
        old = attendances(model.problem.published, client)
        for option, var in model.care.get(client, []):
            before = old.get(_attendance(option))
            if isinstance(option, Seat) and before is not None:
                parts.append(_handed_over(model, option, var, before))
            elif isinstance(option, Visit) and before not in (None, option.staff):
                parts.append(var)
    return total(parts)


def _handed_over(model: WeekModel, seat: Seat, var: Var, before: str) -> Expr:
    other = model.cp.new_bool_var("")
    same = [v for lead, v in model.leads.get((seat.group, seat.start), []) if lead.staff == before]
    model.cp.add_bool_or([*same, var.negated(), other])
    return other


def _attendance(option: Care) -> Attendance:
    return (option.service, option.group if isinstance(option, Seat) else None, option.start, option.location)


def _choices(model: WeekModel, client: str) -> Mapping[Attendance, list[Var]]:
    found: dict[Attendance, list[Var]] = defaultdict(list)
    for option, var in model.care.get(client, []):
        found[_attendance(option)].append(var)
    return found


def score_disturbed(problem: Problem, week: Week) -> int:
    return sum(
        attendances(week, client).keys() != attendances(problem.published, client).keys() for client in problem.clients
    )


def score_changed(problem: Problem, week: Week) -> int:
    return sum(
        len(attendances(week, client).keys() ^ attendances(problem.published, client).keys())
        for client in problem.clients
    )


def score_handovers(problem: Problem, week: Week) -> int:
    points = 0
    for client in problem.clients:
        old, new = attendances(problem.published, client), attendances(week, client)
        points += sum(old[kept] != new[kept] for kept in old.keys() & new.keys())
    return points
