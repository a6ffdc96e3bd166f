"""Four weeks of a center: two behind, the present one, and the next as a draft nobody has released."""

from collections.abc import Iterator
from datetime import date, timedelta

from iop.attendance.models import Attendance
from iop.centers.models import GroupDefinition, Room, Service
from iop.clients.models import Client
from iop.core import clock
from iop.flows.week.problem import fingerprint, problem_for
from iop.schedule.models import Draft, ProgramWeek, Release, Seat, Session, SolveRun, WeekNotice

WEEK = timedelta(days=7)
DAY_MINUTES = 24 * 60
GROUPS = ("process_mon", "process_tue", "skills_wed", "education_thu")
"""One a day from Monday, for every twelve clients."""
STATES = ("present", "late", "present", "no_show", "present", "left_early", "excused", "present")
FIRST_HOUR, LAST_HOUR = 9, 19


def monday(offset: int) -> date:
    """The Monday so many weeks from the present one, by the clock."""
    return clock.monday_of(clock.now().date()) + offset * WEEK


def live(center) -> None:
    """Weeks behind are marked in full, the present one up to now but for one group; the next one waits for its release."""
    for offset in (-2, -1, 0):
        _mark(center, _released(center, monday(offset)))
    _draft(center, monday(1))


def _released(center, begins: date) -> list[Seat]:
    """Sessions and seats of the week in force, and everybody told."""
    week = _week(center, begins)
    draft = _draft_row(center, week, {}, {})
    release = Release.objects.create(**center.own, week=week, number=1, draft=draft, released_at=clock.now())
    placed = list(_sessions(center, week, release))
    Session.objects.bulk_create(session for session, _clients in placed)
    seats = [
        Seat(**center.own, session=session, client=client, release=release)
        for session, clients in placed
        for client in clients
    ]
    Seat.objects.bulk_create(seats)
    WeekNotice.objects.bulk_create(_notice(center, release, seat) for seat in seats if seat.session.group_id is None)
    return seats


def _sessions(center, week: ProgramWeek, release: Release) -> Iterator[tuple[Session, list[Client]]]:
    """Every crowd's four groups, and an individual hour for each client by video."""
    here = GroupDefinition.objects.filter(site=center.cast.site).select_related("service")
    groups = {group.key.removesuffix(f"-{center.cast.site.key}"): group for group in here}
    individual = Service.objects.get(key="individual")
    rooms = list(Room.objects.filter(site=center.cast.site, features__contains=["group"]).order_by("pk"))
    hours = LAST_HOUR - FIRST_HOUR
    for crowd, (therapist, clients) in enumerate(_crowds(center)):
        common = {**center.own, "week": week, "release": release, "leader": therapist, "zone": week.program.time_zone}
        room = {"site": center.cast.site, "room": rooms[crowd % len(rooms)], "mode": "onsite"}
        for day, key in enumerate(GROUPS):
            start = 60 * (FIRST_HOUR + 2 * (crowd // len(rooms)) % hours)
            yield _session(day, start, groups[key].service, group=groups[key], **room, **common), clients
        for place, client in enumerate(clients):
            start = 60 * (FIRST_HOUR + 1 + place // 5 * 2)
            yield _session(place % 5, start, individual, mode="telehealth", **common), [client]


def _crowds(center) -> Iterator[tuple[object, list[Client]]]:
    for therapist in center.therapists:
        clients = [client for client in center.clients if client.primary_therapist_id == therapist.pk]
        if clients:
            yield therapist, clients


def _session(day: int, start: int, service: Service, **facts) -> Session:
    session = Session(
        service=service,
        day=facts["week"].monday + timedelta(days=day),
        start_minute=start,
        minutes=service.block_minutes,
        counted_minutes=service.counted_minutes,
        **facts,
    )
    session.derive_instants()
    return session


def _notice(center, release: Release, seat: Seat) -> WeekNotice:
    session = seat.session
    start = (session.day - release.week.monday).days * DAY_MINUTES + session.start_minute
    change = {"what": "moved", "session": session.public_id, "service": session.service.public_id, "group": None}
    return WeekNotice(
        **center.own, release=release, client=seat.client, changes=[{**change, "start": start, "was": start - 60}]
    )


def _mark(center, seats: list[Seat]) -> None:
    """Everybody in sessions that are over; Tuesday's groups of this week were forgotten."""
    forgotten = monday(0) + timedelta(days=1)
    over = [seat for seat in seats if seat.session.ends_at < clock.now() and seat.session.day != forgotten]
    Attendance.objects.bulk_create(_mark_of(center, place, seat) for place, seat in enumerate(over))


def _mark_of(center, place: int, seat: Seat) -> Attendance:
    state, session = STATES[place % len(STATES)], seat.session
    there = state in ("present", "late", "left_early")
    return Attendance(
        **center.own,
        session=session,
        client=seat.client,
        state=state,
        arrived=session.start_minute if there else None,
        left=session.end_minute if there else None,
        counted_minutes=session.counted_minutes if there else 0,
        marked_at=session.ends_at,
    )


def _draft(center, begins: date) -> None:
    """The same places again, as a solve would write them down."""
    week = _week(center, begins)
    problem = problem_for(center.cast.program, begins)
    placed = [_draft_json(place, *each, begins) for place, each in enumerate(_sessions(center, week, None))]
    _draft_row(center, week, problem, {"format": "iop-week-solution/1", "sessions": placed})


def _draft_json(place: int, session: Session, clients: list[Client], begins: date) -> dict[str, object]:
    return {
        "id": f"s{place}",
        "service": session.service.public_id,
        "group": session.group.public_id if session.group else None,
        "start": (session.day - begins).days * DAY_MINUTES + session.start_minute,
        "location": session.site.public_id if session.site else "telehealth",
        "staff": session.leader.public_id,
        "co_staff": None,
        "room": session.room.public_id if session.room else None,
        "clients": [client.public_id for client in clients],
    }


def _week(center, begins: date) -> ProgramWeek:
    return ProgramWeek.objects.create(**center.own, program=center.cast.program, monday=begins)


def _draft_row(center, week: ProgramWeek, problem: dict, solution: dict) -> Draft:
    run = SolveRun.objects.create(**center.own, week=week, asked_at=clock.now(), seconds=1, state="done")
    facts = {"problem": problem, "solution": solution, "fingerprint": fingerprint(problem)}
    return Draft.objects.create(
        **center.own, week=week, number=1, run=run, made_at=clock.now(), tiers=[], seconds=1, **facts
    )
