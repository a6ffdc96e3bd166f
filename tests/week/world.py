"""A center with enough people for a week: ten clients, six staff, signed plans. All invented."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from iop.accounts.models import User
from iop.centers.models import Credential, Program, Staff, StaffAvailability, StaffSite
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.flows.week.judging import breaches_of
from iop.flows.week.problem import fingerprint, problem_for
from iop.flows.week.releasing import release
from iop.flows.week.shortfalls import shortfalls
from iop.flows.week.solving import run_for, solve_now
from iop.plans.models import AffinityNeed, Need, PlanSignature, PlanVersion, TreatmentPlan
from iop.schedule.models import Draft, Release, SolveRun
from iop.tenancy.context import acting_for
from tests.cast import Cast, client_of, make_cast, minute, staff_of

KNOWN_WEEK = Path(__file__).with_name("known_week.json")
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


def known_draft(world: World) -> Draft:
    """The draft that a solve of the untouched world once left, kept by keys; judged anew, so it cannot grow stale unnoticed."""
    ids = _ids(world)
    sessions = json.loads(KNOWN_WEEK.read_text(encoding="utf-8"))
    for session in sessions:
        for name in ("service", "group", "location", "staff", "co_staff", "room"):
            session[name] = session[name] and ids[name, session[name]]
        session["clients"] = [ids["client", number] for number in session["clients"]]
    solution = {"format": "iop-week-solution/1", "sessions": sessions}
    problem = problem_for(world.program, MONDAY)
    assert breaches_of(problem, solution) == ()
    return draft_with(world, problem, solution)


def _ids(world: World) -> dict[tuple[str, str], str]:
    program, site = world.program, world.cast.site
    staff = {row.key: row.public_id for row in Staff.objects.all()}
    return {
        **{("service", row.key): row.public_id for row in program.services.all()},
        **{("group", row.key): row.public_id for row in program.groups.all()},
        ("location", site.key): site.public_id,
        **{("room", row.key): row.public_id for row in site.rooms.all()},
        **{("staff", key): public_id for key, public_id in staff.items()},
        **{("co_staff", key): public_id for key, public_id in staff.items()},
        **{("client", row.number): row.public_id for row in world.clients},
    }


def answers_for(draft: Draft) -> dict[str, str]:
    """Something to say for everybody who falls short."""
    return {short.client.public_id: "Individual sessions by video until seats are free." for short in shortfalls(draft)}


def released_week(world: World) -> Release:
    """The known week, released."""
    draft = known_draft(world)
    made = release(draft, by=world.director, answers=answers_for(draft))
    assert isinstance(made, Release), made
    return made


def with_sessions(world: World, draft: Draft, sessions: list[dict]) -> Draft:
    """Another draft of the same week, with these sessions: what a second solve would have left."""
    return draft_with(world, draft.problem, {**draft.solution, "sessions": sessions})


def draft_with(world: World, problem: dict, solution: dict) -> Draft:
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=1)
    SolveRun.objects.filter(pk=run.pk).update(state="done")
    return Draft.objects.create(
        organization_id=run.organization_id,
        week=run.week,
        number=run.week.drafts.count() + 1,
        run=run,
        made_at=clock.now(),
        problem=problem,
        solution=solution,
        tiers=[],
        seconds=0,
        fingerprint=fingerprint(problem),
    )
