"""Clients attend only what is meant for them: their plan, age band, language, affinity, cohort, site and mode."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Option, Seat, Visit
from iop.core.timetable.problem import GROUP, INDIVIDUAL, ONSITE, TELEHEALTH, Problem
from iop.core.timetable.week import Session, Week

NAME = "eligibility"
CODE = "C1"


def allows(problem: Problem, option: Option) -> bool:
    if isinstance(option, Seat):
        return problem.eligible(problem.clients[option.client], problem.groups[option.group])
    if isinstance(option, Visit):
        return not visit_is_wrong(problem, option.client, option.service, option.location, option.staff)
    return True


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def visit_is_wrong(problem: Problem, client_id: str, service: str, location: str, staff: str) -> str:
    """Why this individual session is not meant for the client, or an empty text."""
    client = problem.clients[client_id]
    if client.staff_gender not in (None, problem.staff[staff].gender):
        return f"is to be seen by staff of gender {client.staff_gender}"
    if client.plan.need(service) is None:
        return f"has no {service} in the plan"
    if location == TELEHEALTH:
        return "" if TELEHEALTH in client.modes else "does not take telehealth"
    return "" if location == client.site and ONSITE in client.modes else f"does not come to {location}"


def check(problem: Problem, week: Week) -> list[Breach]:
    breaches = []
    for session in week.sessions:
        for client in session.clients:
            if text := _wrong(problem, session, client):
                breaches.append(Breach(CODE, session.id, f"{client} {text}", client))
        if not _group_unnamed(problem, session) and len({problem.clients[c].age_band for c in session.clients}) > 1:
            breaches.append(Breach(CODE, session.id, "age bands are mixed"))
    return breaches


def _group_unnamed(problem: Problem, session: Session) -> bool:
    return (problem.kind(session) == GROUP) != (session.group is not None)


def _wrong(problem: Problem, session: Session, client: str) -> str:
    if _group_unnamed(problem, session):
        return ""
    if session.group is not None:
        group = problem.groups[session.group]
        return "" if problem.eligible(problem.clients[client], group) else f"may not attend {group.id}"
    if problem.kind(session) == INDIVIDUAL:
        return visit_is_wrong(problem, client, session.service, session.location, session.staff)
    return ""
