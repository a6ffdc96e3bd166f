"""In a repair, sessions that start before now are exactly as published."""

from collections import Counter

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Option, main_option, seats_in
from iop.core.timetable.problem import REPLAN, Problem
from iop.core.timetable.week import Week

NAME = "published past"
CODE = "P1"


def happened(problem: Problem) -> set[Option]:
    return {
        option for session in problem.past for option in (main_option(problem, session), *seats_in(problem, session))
    }


def build(model: WeekModel) -> None:
    past = happened(model.problem)
    for option, var in model.vars.items():
        if option.start < model.problem.frozen_before:
            model.cp.add(var == int(option in past))
    if not past <= model.vars.keys():
        model.cp.add_bool_or([])


def check(problem: Problem, week: Week) -> list[Breach]:
    if problem.mode != REPLAN:
        return []
    before = Counter(session.content for session in problem.past)
    after = Counter(s.content for s in week.sessions if s.start < problem.frozen_before)
    changed = ((before - after) | (after - before)).keys()
    sessions = [*week.sessions, *problem.past]
    return [
        Breach(CODE, next(s.id for s in sessions if s.content == content), "starts before now and was changed")
        for content in changed
    ]
