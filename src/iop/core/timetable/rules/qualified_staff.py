"""Whoever leads works there, holds a credential of the service, speaks the language and is the right person for it."""

from iop.core.timetable.breach import Breach
from iop.core.timetable.model import WeekModel
from iop.core.timetable.options import Lead, Meeting, Option, Seat
from iop.core.timetable.problem import GROUP, INDIVIDUAL, SUPERVISION, TELEHEALTH, Group, Problem, Service, Staff
from iop.core.timetable.week import Session, Week

NAME = "qualified staff"
CODE = "S4"


def allows(problem: Problem, option: Option) -> bool:
    if isinstance(option, Seat):
        return True
    staff, service = problem.staff[option.staff], problem.services[option.service]
    if isinstance(option, Meeting):
        return option.co_staff == staff.supervisor and has_credential(service, staff)
    if not (works_there(service, staff, option.location) and has_credential(service, staff)):
        return False
    if isinstance(option, Lead):
        return suits_group(problem.groups[option.group], staff)
    return suits_client(problem, option.client, service, staff)


def build(model: WeekModel) -> None:
    model.keep_only(allows)


def has_credential(service: Service, staff: Staff) -> bool:
    return not service.credentials or bool(service.credentials & staff.credentials)


def works_there(service: Service, staff: Staff, location: str) -> bool:
    return (service.telehealth and staff.telehealth) if location == TELEHEALTH else location in staff.sites


def suits_group(group: Group, staff: Staff) -> bool:
    return group.language in staff.languages and group.leader_gender in (None, staff.gender)


def suits_client(problem: Problem, client_id: str, service: Service, staff: Staff) -> bool:
    """A shared language and, where the service asks for it, the primary therapist or a cover."""
    client = problem.clients[client_id]
    known = not service.primary or staff.id == client.primary or staff.id in client.cover
    return known and bool(client.languages & staff.languages)


def check(problem: Problem, week: Week) -> list[Breach]:
    return [Breach(CODE, s.id, f"{s.staff} {text}") for s in week.sessions for text in _wrong(problem, s)]


def _wrong(problem: Problem, session: Session) -> list[str]:
    service, staff = problem.services[session.service], problem.staff[session.staff]
    found = []
    if session.location != TELEHEALTH and session.location not in staff.sites:
        found.append(f"does not work at {session.location}")
    by_video = session.location == TELEHEALTH and service.kind != SUPERVISION
    if by_video and not (service.telehealth and staff.telehealth):
        found.append(f"cannot give {service.id} by telehealth")
    if not has_credential(service, staff):
        found.append(f"lacks a credential for {service.id}")
    if (service.kind == SUPERVISION) != (session.co_staff is not None):
        found.append("has a supervisor beside exactly in supervision meetings")
    if service.kind == GROUP and session.group and not suits_group(problem.groups[session.group], staff):
        found.append(f"lacks the language or gender {session.group} asks for")
    if service.kind == INDIVIDUAL and session.group is None:
        wrong = [c for c in session.clients if not suits_client(problem, c, service, staff)]
        found.extend(f"is not a person for {client}" for client in wrong)
    if service.kind == SUPERVISION and session.group is None and session.co_staff != staff.supervisor:
        found.append(f"is not supervised by {session.co_staff}")
    return found
