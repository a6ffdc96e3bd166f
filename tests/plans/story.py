"""A client's weeks, made quickly: a signed plan, released sessions, marks."""

from datetime import UTC, date, datetime, timedelta

from iop.admissions.models import Episode
from iop.attendance.models import Attendance
from iop.centers.models import Service
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.prescribing import start_plan
from iop.plans.actions.signing import Signed, sign
from iop.schedule.models import Draft, ProgramWeek, Release, Seat, Session, SolveRun

CREDENTIAL = "lcsw"
MONDAY = clock.monday_of(clock.today("America/New_York")) - timedelta(days=14)
"""The first week of the stories; the cast was admitted in the week before, or that Monday."""

NOON = 17
"""Noon in the center, in UTC while it is winter."""


def at(day: date, hour: int = NOON) -> datetime:
    """A moment of that day, by the clock."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def signed_plan(cast, client, rung: str = "phase_1", starts_on: date = MONDAY, minutes: int | None = None):
    """A plan on the rung, signed by the director."""
    episode = Episode.objects.get(client=client, discharged_on__isnull=True)
    director = cast.users[Role.DIRECTOR]
    version = start_plan(episode, rung_key=rung, starts_on=starts_on, by=director, weekly_minutes=minutes)
    assert isinstance(sign(version, by=director, credential=CREDENTIAL), Signed)
    return version


def release_of(cast, monday: date) -> Release:
    """An empty released week to hang sessions on."""
    week, _ = ProgramWeek.objects.get_or_create(organization=cast.organization, program=cast.program, monday=monday)
    found = Release.objects.filter(week=week).first()
    if found:
        return found
    own = {"organization": cast.organization}
    run = SolveRun.objects.create(**own, week=week, asked_at=clock.now(), seconds=1, state="done")
    draft = Draft.objects.create(
        **own,
        week=week,
        number=1,
        run=run,
        made_at=clock.now(),
        problem={},
        solution={},
        tiers=[],
        seconds=1,
        fingerprint="x",
    )
    return Release.objects.create(**own, week=week, number=1, draft=draft, released_at=clock.now())


def session_on(cast, day: date, *, start: int = 18 * 60, service: str = "process") -> Session:
    """A released session; its length and counted minutes are the service's."""
    release = release_of(cast, clock.monday_of(day))
    kind = Service.objects.get(program=cast.program, key=service)
    return Session.objects.create(
        organization=cast.organization,
        week=release.week,
        release=release,
        service=kind,
        site=cast.site,
        room=cast.site.rooms.first(),
        leader=cast.counselor,
        mode="onsite",
        day=day,
        start_minute=start,
        minutes=kind.block_minutes,
        counted_minutes=kind.counted_minutes,
        zone=cast.program.time_zone,
    )


def seat(cast, client, session: Session) -> Seat:
    return Seat.objects.create(organization=cast.organization, session=session, client=client, release=session.release)


def mark(cast, client, session: Session, state: str = "present", minutes: int | None = None) -> Attendance:
    """Marked; `minutes` counted, default all of them for somebody who was there."""
    there = state in ("present", "late", "left_early")
    counted = (session.counted_minutes if minutes is None else minutes) if there else 0
    return Attendance.objects.create(
        organization=cast.organization,
        session=session,
        client=client,
        state=state,
        arrived=session.start_minute if there else None,
        left=session.start_minute + max(counted, 1) if there else None,
        counted_minutes=counted,
        marked_at=clock.now(),
    )


def week_of_sessions(cast, client, monday: date, states: list[str | None]) -> list[Session]:
    """One session a day from Monday, marked as told; None leaves it unmarked."""
    made = []
    for offset, state in enumerate(states):
        session = session_on(cast, monday + timedelta(days=offset % 5), start=(15 + 2 * (offset // 5)) * 60)
        seat(cast, client, session)
        if state:
            mark(cast, client, session, state)
        made.append(session)
    return made
