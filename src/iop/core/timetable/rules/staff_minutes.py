"""Booked minutes of a staff member stay within the day's and the week's maximum; supervision counts."""

from collections import Counter, defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Expr, WeekModel, weighted
from iop.core.timetable.problem import Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

NAME = "staff minutes"
CODE = "S8"


def build(model: WeekModel) -> None:
    for staff_id, work in model.work.items():
        staff = model.problem.staff[staff_id]
        days: dict[int, list[tuple[int, Expr]]] = defaultdict(list)
        for option, var in work:
            days[day_of(option.start)].append((option.end - option.start, var))
        for day in days.values():
            model.cp.add(weighted(day) <= staff.max_day)
        model.cp.add(weighted(term for day in days.values() for term in day) <= staff.max_week)


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for staff_id, sessions in week.by_staff.items():
        staff, minutes = problem.staff[staff_id], Counter[int]()
        for session in sessions:
            day = day_of(session.start)
            minutes[day] += problem.minutes(session)
            if minutes[day] > staff.max_day:
                breaches.append(Breach(CODE, session.id, f"{staff_id}: {minutes[day]} minutes that day"))
            if minutes.total() > staff.max_week:
                breaches.append(Breach(CODE, session.id, f"{staff_id}: {minutes.total()} minutes that week"))
    return breaches
