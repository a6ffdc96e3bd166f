"""The first plans of a file's clients: begun from the program, said in the client's words, signed."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from iop.accounts.models import User
from iop.centers.models import Service
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.flows.demo.joining import Center
from iop.flows.demo.moments import at
from iop.flows.demo.people import ClientEntry, PlanEntry
from iop.flows.demo.reading import day_of
from iop.flows.plans.prescribing import next_version, start_plan
from iop.plans.actions.signing import CannotSign, sign, sign_for_client
from iop.plans.credentials import signing_credentials
from iop.plans.models import AffinityNeed, Goal, Need, PlanVersion, Problem

MORNING = time(10)


class NotSigned(ValueError):
    """A plan of the file cannot be signed; the words say why."""


def first_plan(center: Center, client: Client, entry: ClientEntry) -> PlanVersion:
    """The plan in force at the end is the file's; earlier rungs become signed versions on their own days."""
    plan, episode, signer = entry.plan, client.episodes.get(), signer_for(client, center.program)
    steps = [*plan.earlier, plan]
    version = None
    for step in steps:
        starts_on = clock.monday_of(day_of(step.starts, center.monday))
        with at(_signing_moment(center, entry, starts_on), center, signer):
            version = _draft(version, episode, step.rung, starts_on, signer, plan, is_last=step is plan)
            if step is plan:
                _say(version, plan)
            _sign(version, signer, center)
    if client.user:
        with at(_signing_moment(center, entry, version.starts_on), center, client.user):
            sign_for_client(version, by=client.user, name=client.name)
    return version


def _signing_moment(center: Center, entry: ClientEntry, starts_on) -> datetime:
    """The Wednesday before the plan begins, or the day of admission when that is later."""
    day = max(starts_on.fromordinal(starts_on.toordinal() - 5), day_of(entry.admitted, center.monday))
    return datetime.combine(day, MORNING, ZoneInfo(center.program.time_zone))


def _draft(version, episode, rung: str, starts_on, by: User, plan: PlanEntry, *, is_last: bool) -> PlanVersion:
    minutes = plan.minutes if is_last else None
    if version is None:
        return start_plan(
            episode,
            rung_key=rung,
            starts_on=starts_on,
            by=by,
            ladder_key=plan.ladder or None,
            weekly_minutes=minutes,
        )
    return next_version(version, by=by, starts_on=starts_on, rung_key=rung, weekly_minutes=minutes)


def _say(version: PlanVersion, plan: PlanEntry) -> None:
    """What is this client's own: words, services and groups prescribed, and why hours leave the level."""
    version.strengths, version.preferences = plan.strengths, plan.preferences
    version.discharge_criteria, version.hours_exception_reason = plan.discharge_criteria, plan.exception
    version.save()
    if plan.problem:
        Problem.objects.filter(version=version).update(words=plan.problem)
    if plan.goal:
        first = Goal.objects.filter(problem__version=version).order_by("position", "pk").first()
        Goal.objects.filter(pk=first.pk).update(words=plan.goal)
    for key, sessions in plan.needs.items():
        _need(version, key, sessions)
    for tag, sessions in plan.affinity_needs.items():
        AffinityNeed.objects.create(
            organization_id=version.organization_id, version=version, affinity=tag, sessions=sessions
        )


def _need(version: PlanVersion, key: str, sessions: int) -> None:
    service = Service.objects.get(program=version.plan.episode.program, key=key)
    need = Need.objects.filter(version=version, service=service).first()
    if need is None:
        need = Need(organization_id=version.organization_id, version=version, service=service, max_sessions=sessions)
    need.sessions, need.max_sessions = sessions, max(sessions, need.max_sessions)
    need.save()


def _sign(version: PlanVersion, signer: User, center: Center) -> None:
    done = sign(version, by=signer, credential=credential_of(signer, center.program))
    if isinstance(done, CannotSign):
        raise NotSigned("; ".join(reason.words for reason in done.reasons))


def signer_for(client: Client, program) -> User:
    """The primary therapist, where they have an account and a license; else the director."""
    user = client.primary_therapist.user
    if user and signing_credentials(user, program):
        return user
    return User.objects.get(organization_id=program.organization_id, role=Role.DIRECTOR.value)


def credential_of(user: User, program) -> str:
    """The license this person signs with today. Raises NotSigned without one."""
    held = signing_credentials(user, program)
    if not held:
        raise NotSigned(f"{user.name} holds no license that lets them sign")
    return held[0].code
