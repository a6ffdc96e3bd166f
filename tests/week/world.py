"""A center with enough people for a week: ten clients, six staff, signed plans. All invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from iop.accounts.models import User
from iop.centers.models import Credential, Program, Staff, StaffAvailability, StaffSite
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.flows.week.releasing import release
from iop.flows.week.shortfalls import shortfalls
from iop.flows.week.solving import run_for, solve_now
from iop.plans.models import AffinityNeed, Need, PlanSignature, PlanVersion, TreatmentPlan
from iop.schedule.models import Draft, Release, SolveRun
from iop.tenancy.context import acting_for
from tests.cast import Cast, client_of, make_cast, minute, staff_of

MONDAY = date(2026, 12, 7)
BEFORE = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
"""The Thursday before, when the week is usually solved."""

NAMES = ["Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana", "Ida", "Jon"]


@dataclass
class World:
    cast: Cast
    clients: list[Client] = field(default_factory=list)

    @property
    def program(self) -> Program:
        return self.cast.program

    @property
    def director(self) -> User:
        return self.cast.users[Role.DIRECTOR]

    def acting(self):
        return acting_for(self.cast.organization.pk, actor=self.director)


def make_world(slug: str = "week-test", clients: int = 10, minutes: int = 540) -> World:
    """The cast, and so many clients on rung two of the ladder: 9 h, primary therapist one of two."""
    with clock.set_to(BEFORE):
        cast = make_cast(slug)
        world = World(cast, [cast.client, cast.other_client])
        with world.acting():
            staff_of(cast, "third", "Tara", "Quinn", None)
            while len(world.clients) < clients:
                world.clients.append(one_more(world))
            world.clients = world.clients[:clients]
            for client in world.clients:
                sign_plan(world, client, minutes=minutes)
    return world


def one_more(world: World) -> Client:
    index = len(world.clients)
    therapist = [world.cast.counselor, world.cast.other_counselor][index % 2]
    return client_of(world.cast, f"2{index:03d}", NAMES[index % 10], "Test", therapist, None)


RUNG_2 = {
    "process": (1, 2),
    "skills": (1, 2),
    "relapse_prevention": (1, 2),
    "psychoeducation": (2, 2),
    "individual": (1, 1),
}


def sign_plan(world: World, client: Client, *, minutes: int, needs: dict | None = None, **changed) -> PlanVersion:
    """A version signed on the spot, in force from this week on."""
    organization = world.cast.organization
    episode = client.episodes.get()
    plan, _ = TreatmentPlan.objects.get_or_create(organization=organization, episode=episode)
    affinity = changed.pop("affinity_needs", {})
    facts = {
        "level": "iop",
        "ladder": "adult",
        "rung": "phase_2",
        "weekly_minutes": minutes,
        "max_minutes": minutes + 60,
        "min_days": 3,
        "max_days": 4,
        "min_visit_minutes": 120,
        "max_visit_minutes": 240,
        "starts_on": MONDAY,
        "review_on": MONDAY + timedelta(days=30),
        "made_at": clock.now(),
    }
    version = PlanVersion.objects.create(
        organization=organization, plan=plan, number=plan.versions.count() + 1, **{**facts, **changed}
    )
    services = {service.key: service for service in world.program.services.all()}
    for key, (sessions, most) in (needs or RUNG_2).items():
        Need.objects.create(
            organization=organization,
            version=version,
            service=services[key],
            sessions=sessions,
            max_sessions=most,
        )
    for tag, sessions in affinity.items():
        AffinityNeed.objects.create(organization=organization, version=version, affinity=tag, sessions=sessions)
    PlanSignature.objects.create(
        organization=organization,
        version=version,
        meaning="clinician",
        user=world.director,
        name="Dana Reyes",
        credential="lcsw",
        signed_at=clock.now(),
        digest="0" * 64,
    )
    return version


def staff_with(world: World, key: str, credentials: list[str], **facts) -> Staff:
    """Somebody with these credentials only, here weekdays 8:00 to 21:00."""
    organization = world.cast.organization
    staff = Staff.objects.create(
        organization=organization, key=key, first_name=key.title(), last_name="Hale", languages=["en"], **facts
    )
    StaffSite.objects.create(organization=organization, staff=staff, site=world.cast.site)
    for code in credentials:
        Credential.objects.create(organization=organization, staff=staff, code=code)
    for weekday in range(5):
        StaffAvailability.objects.create(
            organization=organization, staff=staff, weekday=weekday, start_minute=minute(8), end_minute=minute(21)
        )
    return staff


def week_of(world: World, *, seconds: int = 3) -> Draft:
    """A draft of the week, solved for real in a few seconds."""
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=seconds)
    draft = solve_now(run)
    run.refresh_from_db()
    assert draft is not None, run.message
    return draft


def answers_for(draft: Draft) -> dict[str, str]:
    """Something to say for everybody who falls short."""
    return {short.client.public_id: "Individual sessions by video until seats are free." for short in shortfalls(draft)}


def released_week(world: World) -> Release:
    """The week solved and released."""
    draft = week_of(world)
    made = release(draft, by=world.director, answers=answers_for(draft))
    assert isinstance(made, Release), made
    return made


def with_sessions(world: World, draft: Draft, sessions: list[dict]) -> Draft:
    """Another draft of the same week, with these sessions: what a second solve would have left."""
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=1)
    SolveRun.objects.filter(pk=run.pk).update(state="done")
    return Draft.objects.create(
        organization_id=draft.organization_id,
        week=draft.week,
        number=draft.week.drafts.count() + 1,
        run=run,
        made_at=clock.now(),
        problem=draft.problem,
        solution={**draft.solution, "sessions": sessions},
        tiers=draft.tiers,
        seconds=0,
        fingerprint=draft.fingerprint,
    )
