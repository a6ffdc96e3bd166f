"""A released week made by hand, for tests that need sessions and seats and no solver."""

from collections.abc import Sequence
from datetime import date, timedelta

from iop.centers.models import GroupDefinition, Service
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import Milestone as Rule
from iop.plans.definitions import as_json
from iop.plans.models import Milestone, Need, PlanSignature, PlanVersion, TreatmentPlan
from iop.schedule.models import Draft, ProgramWeek, Release, Seat, Session, SolveRun
from tests.cast import Cast


def release_of(cast: Cast, monday: date) -> Release:
    """The first release of the program's week."""
    of = {"organization": cast.organization}
    week, _ = ProgramWeek.objects.get_or_create(**of, program=cast.program, monday=monday)
    number = week.releases.count() + 1
    run = SolveRun.objects.create(**of, week=week, asked_at=clock.now(), seconds=1, state="done")
    draft = Draft.objects.create(
        **of,
        week=week,
        number=number,
        run=run,
        made_at=clock.now(),
        problem={},
        solution={},
        tiers=[],
        seconds=0,
        fingerprint="x",
    )
    return Release.objects.create(**of, week=week, number=number, draft=draft, released_at=clock.now())


def session_of(release: Release, cast: Cast, service: Service, day: date, start: int, **more) -> Session:
    """A session led by the cast's counselor in the site's first room."""
    group = more.pop("group", GroupDefinition.objects.filter(service=service, site=cast.site).first())
    return Session.objects.create(
        organization=cast.organization,
        week=release.week,
        release=release,
        service=service,
        group=group,
        site=cast.site,
        room=more.pop("room", cast.site.rooms.order_by("-capacity").first()),
        leader=more.pop("leader", cast.counselor),
        mode="onsite",
        day=day,
        start_minute=start,
        minutes=more.pop("minutes", service.block_minutes),
        counted_minutes=more.pop("counted_minutes", service.counted_minutes),
        zone=cast.program.time_zone,
        **more,
    )


def seat_of(session: Session, client: Client) -> Seat:
    return Seat.objects.create(
        organization=session.organization, session=session, client=client, release=session.release
    )


def signed_plan(
    client: Client, cast: Cast, monday: date, weekly_minutes: int, milestones: Sequence[Rule] = (), **more
) -> PlanVersion:
    """A version in force from that Monday, signed by the clinician: every group service allowed five times."""
    of = {"organization": cast.organization}
    plan, _ = TreatmentPlan.objects.get_or_create(**of, episode=client.episodes.get())
    ladder = cast.program.definition.ladders_for(client.track, "adult")[0]
    version = PlanVersion.objects.create(
        **of,
        plan=plan,
        number=plan.versions.count() + 1,
        level="iop",
        ladder=ladder.key,
        rung=more.pop("rung", ladder.rungs[0].key),
        weekly_minutes=weekly_minutes,
        max_minutes=more.pop("max_minutes", weekly_minutes + 180),
        min_days=3,
        max_days=5,
        min_visit_minutes=0,
        max_visit_minutes=480,
        starts_on=monday,
        review_on=monday + timedelta(days=28),
        made_at=clock.now(),
        **more,
    )
    for service in Service.objects.filter(program=cast.program, kind="group", is_active=True):
        Need.objects.create(**of, version=version, service=service, sessions=1, max_sessions=5)
    for position, rule in enumerate(milestones):
        Milestone.objects.create(
            **of, version=version, position=position, key=rule.key, words=rule.key, definition=as_json(rule)
        )
    PlanSignature.objects.create(
        **of,
        version=version,
        meaning="clinician",
        user=next(iter(cast.users.values())),
        name="Dana Reyes",
        credential="lcsw",
        signed_at=clock.now(),
        digest="x",
    )
    return version
