"""Plans with steps and goals, written first and then signed: a signed version takes nothing more."""

from datetime import date, timedelta

from iop.clients.models import Client
from iop.core import clock
from iop.plans.models import Goal, Milestone, Need, Objective, PlanSignature, PlanVersion, Problem, TreatmentPlan
from tests.cast import Cast


def drafted_plan(client: Client, cast: Cast, monday: date, weekly_minutes: int) -> PlanVersion:
    """A version on the first rung that nobody signed."""
    of = {"organization": cast.organization}
    plan, _ = TreatmentPlan.objects.get_or_create(**of, episode=client.episodes.get())
    ladder = cast.program.definition.ladders_for(client.track, "adult")[0]
    version = PlanVersion.objects.create(
        **of,
        plan=plan,
        number=plan.versions.count() + 1,
        level="iop",
        ladder=ladder.key,
        rung=ladder.rungs[0].key,
        weekly_minutes=weekly_minutes,
        max_minutes=weekly_minutes + 60,
        min_days=3,
        max_days=4,
        min_visit_minutes=0,
        max_visit_minutes=300,
        starts_on=monday,
        review_on=monday + timedelta(days=28),
        made_at=clock.now(),
    )
    service = cast.program.services.get(key="process")
    Need.objects.create(**of, version=version, service=service, sessions=2, max_sessions=3)
    return version


def step(version: PlanVersion, key: str, words: str = "x", **definition) -> Milestone:
    facts = {"operator": ">=", "window_days": 0, **definition}
    return Milestone.objects.create(
        organization_id=version.organization_id,
        version=version,
        position=version.milestones.count(),
        key=key,
        words=words,
        definition=facts,
    )


def goal(version: PlanVersion, words: str, objective: str, until: date) -> Goal:
    """A goal behind which a diagnosis stands."""
    of = {"organization_id": version.organization_id}
    problem = Problem.objects.create(**of, version=version, position=1, words="Alcohol use disorder", code="F10.20")
    made = Goal.objects.create(**of, problem=problem, position=1, words=words)
    Objective.objects.create(**of, goal=made, position=1, words=objective, target_on=until)
    return made


def sign(version: PlanVersion, cast: Cast) -> None:
    PlanSignature.objects.create(
        organization=cast.organization,
        version=version,
        meaning="clinician",
        user=next(iter(cast.users.values())),
        name="Dana Reyes",
        credential="lcsw",
        signed_at=clock.now(),
        digest="x",
    )
