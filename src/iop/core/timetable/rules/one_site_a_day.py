"""Staff are on one site a day; telehealth may be given from any."""

from collections import defaultdict

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import Var, WeekModel
from iop.core.timetable.options import Meeting
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

NAME = "one site a day"
CODE = "S7"


def build(model: WeekModel) -> None:
    for work in model.work.values():
        sites: dict[int, dict[str, list[Var]]] = defaultdict(lambda: defaultdict(list))
        for option, var in work:
            if not isinstance(option, Meeting) and option.location != TELEHEALTH:
                sites[day_of(option.start)][option.location].append(var)
        for by_site in sites.values():
            if len(by_site) > 1:
                _one_of(model, by_site)


def _one_of(model: WeekModel, by_site: dict[str, list[Var]]) -> None:
    here = {site: model.cp.new_bool_var("") for site in by_site}
    model.cp.add_at_most_one(here.values())
    for site, found in by_site.items():
        for var in found:
            model.cp.add_implication(var, here[site])


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for staff, sessions in week.by_staff.items():
        first: dict[int, str] = {}
        for session in sessions:
            if session.location != TELEHEALTH:
                site = first.setdefault(day_of(session.start), session.location)
                if site != session.location:
                    breaches.append(Breach(CODE, session.id, f"{staff} is at {site} that day"))
    return breaches
