"""A group session has its least to its most clients; an individual session one; a supervision meeting none."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel, total
from iop.core.timetable.problem import GROUP, INDIVIDUAL, Problem
from iop.core.timetable.week import Session, Week

NAME = "group size"
CODE = "G1"


def build(model: WeekModel) -> None:
    """Without a section no seat is taken; history keeps the sizes it had."""
    for group, start in sorted(model.leads.keys() | model.seats.keys()):
        if start < model.problem.frozen_before:
            continue
        sections = model.sections(group, start)
        seats = [var for _, var in model.seats.get((group, start), [])]
        leads = [var for _, var in model.leads.get((group, start), [])]
        model.cp.add(total(seats) <= model.problem.groups[group].max_size * sections)
        model.cp.add(total(seats) >= model.problem.groups[group].min_size * sections)
        for seat in seats:
            model.cp.add_bool_or([*leads, seat.negated()])


def check(problem: Problem, week: Week) -> list[Breach]:
    return [
        Breach(CODE, session.id, f"{len(session.clients)} clients, allowed {least}-{most}")
        for session in week.sessions
        for least, most in [_allowed(problem, session)]
        if not least <= len(session.clients) <= most
    ]


def _allowed(problem: Problem, session: Session) -> tuple[int, int]:
    if problem.kind(session) == GROUP:
        if session.group is None:
            return 0, len(session.clients)
        return problem.groups[session.group].min_size, problem.groups[session.group].max_size
    if session.group is not None:
        return 0, len(session.clients)
    return (1, 1) if problem.kind(session) == INDIVIDUAL else (0, 0)
