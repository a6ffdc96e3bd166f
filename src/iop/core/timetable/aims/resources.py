"""What the week costs the center: minutes above target, three times those above contract, 30 per group section."""

from iop.core.timetable.model import Expr, WeekModel, total, weighted
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

NAME = "resources"
OVER_CONTRACT, SECTION = 3, 30


def weigh(model: WeekModel) -> Expr:
    parts: list[Expr] = [SECTION * total(var for leads in model.leads.values() for _, var in leads)]
    for staff_id, work in model.work.items():
        staff = model.problem.staff[staff_id]
        minutes = weighted((o.end - o.start, var) for o, var in work)
        most = max(staff.max_week, sum(o.end - o.start for o, _ in work))
        parts.append(model.excess(minutes - staff.target, max(0, most - staff.target)))
        parts.append(OVER_CONTRACT * model.excess(minutes - staff.contract, max(0, most - staff.contract)))
    return total(parts)


def score(problem: Problem, week: Week) -> int:
    points = SECTION * sum(s.group is not None for s in week.sessions)
    for staff_id, staff in problem.staff.items():
        minutes = sum(problem.minutes(s) for s in week.by_staff.get(staff_id, ()))
        points += max(0, minutes - staff.target) + OVER_CONTRACT * max(0, minutes - staff.contract)
    return points
