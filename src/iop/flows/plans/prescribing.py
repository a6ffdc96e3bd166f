"""A plan begins from the program's definition, and every change of it is the next version."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from iop.admissions.models import Episode
from iop.audit.record import record
from iop.centers.models import Service
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import Ladder, Rung
from iop.core.programs.model import Program as Definition
from iop.plans.definitions import as_json
from iop.plans.models import Goal, Intervention, Milestone, Need, Objective, PlanVersion, Problem, TreatmentPlan

MINUTES_ABOVE_PRESCRIBED = 60
"""How far a booked week may exceed the prescription: one block, so that whole sessions fit. Default [D]."""


def open_draft(episode: Episode, *, after: int = 0) -> PlanVersion | None:
    """The draft that is already there, above a version's number. Two presses at once come one after the other."""
    Episode.objects.select_for_update().get(pk=episode.pk)
    drafts = PlanVersion.objects.filter(plan__episode=episode, number__gt=after, signatures__isnull=True)
    return drafts.order_by("number").first()


@transaction.atomic
def start_plan(
    episode: Episode,
    *,
    rung_key: str,
    starts_on: date,
    by,
    track: str | None = None,
    ladder_key: str | None = None,
    weekly_minutes: int | None = None,
) -> PlanVersion:
    """A draft for the episode: the rung's hours, days, visits and mix, its milestones, and goals to begin from.

    Hours change with the week, so the plan starts on the Monday of `starts_on`. Without a ladder named, the first of
    the client's ladders that has the rung. Raises NoLadder.
    """
    definition, client = episode.program.definition, episode.client
    track = track or client.track
    named = definition.ladder(ladder_key) if ladder_key else None
    ladder = named or ladder_of(definition, client, track, rung_key, starts_on)
    plan, _new = TreatmentPlan.objects.get_or_create(organization_id=episode.organization_id, episode=episode)
    version = _new_version(
        plan, ladder, ladder.rung(rung_key), definition, clock.monday_of(starts_on), by, weekly_minutes
    )
    _prescribe(version, definition, track)
    _begin_goals(version, definition, track)
    record("plan_drafted", subject=version, client=client, rung=rung_key)
    return version


@transaction.atomic
def next_version(
    version: PlanVersion, *, by, starts_on: date, rung_key: str | None = None, weekly_minutes: int | None = None
) -> PlanVersion:
    """A draft that repeats the version; on another rung it takes that rung's hours, mix and milestones."""
    definition = version.plan.episode.program.definition
    ladder = definition.ladder(version.ladder)
    moves = rung_key is not None and rung_key != version.rung
    copy = _copy_of(version, by, starts_on)
    if moves:
        _take_rung(copy, ladder.rung(rung_key))
    if weekly_minutes is not None:
        copy.weekly_minutes, copy.max_minutes = weekly_minutes, weekly_minutes + MINUTES_ABOVE_PRESCRIBED
    copy.review_on = starts_on + timedelta(days=definition.cadences.plan_review_days)
    copy.save()
    if moves:
        _prescribe(copy, definition, version.plan.episode.client.track)
    else:
        _copy_rows(version.needs.all(), version=copy)
        _copy_rows(version.milestones.all(), version=copy)
    _copy_rows(version.affinity_needs.all(), version=copy)
    _copy_problems(version, copy)
    record(
        "plan_drafted", subject=copy, client=version.plan.episode.client, rung=copy.rung, from_version=version.number
    )
    return copy


class NoLadder(ValueError):
    """The program has no ladder with this rung for a client of this age and track."""


def ladder_of(definition: Definition, client: Client, track: str, rung_key: str, on: date) -> Ladder:
    """The first of the client's ladders that has the rung. Raises NoLadder when the program is not for them."""
    band = definition.age_band_of(client.age_on(on))
    fitting = definition.ladders_for(track, band.key) if band else ()
    for ladder in fitting:
        if any(rung.key == rung_key for rung in ladder.rungs):
            return ladder
    raise NoLadder(f"{definition.key} has no rung {rung_key} for this client")


def _next_number(plan: TreatmentPlan) -> int:
    """Held by the plan's row lock, so that two drafts begun at once get two numbers."""
    TreatmentPlan.objects.select_for_update().get(pk=plan.pk)
    newest = plan.versions.order_by("-number").first()
    return newest.number + 1 if newest else 1


def _new_version(
    plan: TreatmentPlan, ladder: Ladder, rung: Rung, definition: Definition, starts_on: date, by, minutes: int | None
) -> PlanVersion:
    version = PlanVersion(
        organization_id=plan.organization_id,
        plan=plan,
        number=_next_number(plan),
        ladder=ladder.key,
        starts_on=starts_on,
        review_on=starts_on + timedelta(days=definition.cadences.plan_review_days),
        made_at=clock.now(),
        made_by=by,
    )
    _take_rung(version, rung)
    if minutes is not None:
        version.weekly_minutes, version.max_minutes = minutes, minutes + MINUTES_ABOVE_PRESCRIBED
    version.save()
    return version


def _take_rung(version: PlanVersion, rung: Rung) -> None:
    version.level, version.rung = rung.level, rung.key
    version.weekly_minutes, version.max_minutes = rung.weekly_minutes, rung.weekly_minutes + MINUTES_ABOVE_PRESCRIBED
    version.min_days, version.max_days = rung.min_days, rung.max_days
    version.min_visit_minutes, version.max_visit_minutes = rung.min_visit, rung.max_visit
    version.hours_exception_reason = ""


def _prescribe(version: PlanVersion, definition: Definition, track: str) -> None:
    """The rung's weekly mix and its milestones."""
    rung = definition.ladder(version.ladder).rung(version.rung)
    services = services_of(version)
    Need.objects.bulk_create(
        Need(
            organization_id=version.organization_id,
            version=version,
            service=services[need.service],
            sessions=need.sessions,
            max_sessions=need.max,
        )
        for need in rung.mix
    )
    definitions = definition.milestones_for(track, version.ladder, version.rung)
    Milestone.objects.bulk_create(
        Milestone(
            organization_id=version.organization_id,
            version=version,
            position=position,
            key=found.key,
            words=found.words,
            definition=as_json(found),
        )
        for position, found in enumerate(definitions)
    )


def services_of(version: PlanVersion) -> dict[str, Service]:
    """The program's services by key."""
    return {service.key: service for service in Service.objects.filter(program=version.plan.episode.program)}


def _begin_goals(version: PlanVersion, definition: Definition, track: str) -> None:
    """One problem to put into words, with the program's goals and measurable objectives under it."""
    named = next((found.name for found in definition.tracks if found.key == track), track)
    problem = Problem.objects.create(organization_id=version.organization_id, version=version, position=0, words=named)
    fitting = [goal for goal in definition.goals if not goal.tracks or track in goal.tracks]
    for position, template in enumerate(fitting):
        goal = Goal.objects.create(
            organization_id=version.organization_id, problem=problem, position=position, words=template.words
        )
        for place, found in enumerate(template.objectives):
            _begin_objective(version, goal, place, found, with_week=position == place == 0)


def _begin_objective(version: PlanVersion, goal: Goal, place: int, template, *, with_week: bool) -> None:
    objective = Objective.objects.create(
        organization_id=version.organization_id,
        goal=goal,
        position=place,
        words=template.words,
        measure=as_json(template.milestone),
        target_on=version.starts_on + timedelta(days=template.target_days),
    )
    needs = version.needs.filter(sessions__gt=0).select_related("service").order_by("pk")
    chosen = needs if with_week else needs.filter(service__kind="individual")
    Intervention.objects.bulk_create(
        _intervention(version, objective, position, need) for position, need in enumerate(chosen)
    )


def _intervention(version: PlanVersion, objective: Objective, position: int, need: Need) -> Intervention:
    service, client = need.service, version.plan.episode.client
    return Intervention(
        organization_id=version.organization_id,
        objective=objective,
        position=position,
        service=service,
        words=_("%(count)d × %(minutes)d min a week") % {"count": need.sessions, "minutes": service.counted_minutes},
        staff=client.primary_therapist if service.primary else None,
    )


def _copy_of(version: PlanVersion, by, starts_on: date) -> PlanVersion:
    kept = {
        field.attname: getattr(version, field.attname)
        for field in PlanVersion._meta.concrete_fields
        if field.name not in ("id", "public_id", "number", "revision", "made_at", "made_by", "starts_on")
    }
    number = _next_number(version.plan)
    return PlanVersion(**kept, number=number, starts_on=starts_on, made_at=clock.now(), made_by=by)


def _copy_problems(version: PlanVersion, copy: PlanVersion) -> None:
    for problem in version.problems.all():
        new_problem = _copy_row(problem, version=copy)
        for goal in problem.goals.all():
            new_goal = _copy_row(goal, problem=new_problem)
            for objective in goal.objectives.all():
                new_objective = _copy_row(objective, goal=new_goal)
                _copy_rows(objective.interventions.all(), objective=new_objective)


def _copy_rows(rows, **parent) -> None:
    for row in rows:
        _copy_row(row, **parent)


def _copy_row(row, **parent):
    """A new row of the same table with the same content under another parent."""
    fields = (field.attname for field in row._meta.concrete_fields if field.name not in ("id", "public_id", *parent))
    return type(row).objects.create(**{name: getattr(row, name) for name in fields}, **parent)
