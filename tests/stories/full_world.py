"""A center in the middle of its week, with something on every screen. All invented, all really committed.

Wednesday 9 December 2026, ten minutes into the first group: two weeks are over, this one is half marked, the next is a draft.
Marisol waits for fewer hours, Dmitri for a safety check and more hours; Ana has no plan yet; Otis goes on leave.
"""

import secrets
from datetime import UTC, date, datetime, timedelta

from iop.attendance.actions.marking import Asked
from iop.centers.models import Credential, Leave, Room, RoomClosure
from iop.core import clock
from iop.flows.attendance.after_marking import mark_many
from iop.flows.plans.observing import observe
from iop.flows.plans.prescribing import next_version
from iop.flows.plans.return_to_use import record_return_to_use
from iop.flows.week.releasing import release
from iop.flows.week.solving import run_for, solve_now
from iop.plans.models import HoursProposal, Milestone, MilestoneResult, PlanVersion
from iop.schedule.models import Draft, Release, Session
from tests.cast import make_cast
from tests.ground import addresses as known
from tests.plans.story import CREDENTIAL, signed_plan, week_of_sessions
from tests.week.world import World, answers_for, one_more

LAST, THIS, NEXT = date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)
WEDNESDAY = date(2026, 12, 9)
SOLVE_SECONDS = 4


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def make_full_world(times) -> World:
    """Lives the weeks one after the other and stops the clock on WEDNESDAY."""
    times.at(noon(LAST - timedelta(days=7)))
    world = World(make_cast(f"screens-{secrets.token_hex(4)}"))
    with world.acting():
        admit_people(world)
        live_past_weeks(world, times)
        times.at(noon(THIS - timedelta(days=4)))
        assert isinstance(release_of(world, THIS), Release)
    live_this_week(world, times)
    held = begin_wednesday(world, times)
    with world.acting():
        draft = solved(world, NEXT)
        prepare_changes(world)
        stand_in(world, draft, held)
    return world


def admit_people(world: World) -> None:
    """Marisol, Dmitri and seven others on the first two rungs; the tenth has no plan yet."""
    cast = world.cast
    world.clients = [cast.client, cast.other_client]
    while len(world.clients) < 10:
        world.clients.append(one_more(world))
    for place, client in enumerate(world.clients[:9]):
        signed_plan(cast, client, "phase_2" if place % 3 == 2 else "phase_1", starts_on=LAST - timedelta(days=7))


def live_past_weeks(world: World, times) -> None:
    """Marisol came to everything and wrote her safety plan; Dmitri missed one evening."""
    cast = world.cast
    for monday in (LAST - timedelta(days=7), LAST):
        times.at(noon(monday + timedelta(days=5)))
        week_of_sessions(cast, cast.client, monday, ["present"] * 5)
        week_of_sessions(cast, cast.other_client, monday, ["present", "late", "present", "no_show", "present"])
    times.at(noon(THIS - timedelta(days=1)))
    observe(
        cast.client, key="safety_plan", on=LAST, words="Written together.", by=cast.counselor, credential=CREDENTIAL
    )


def solved(world: World, monday: date) -> Draft:
    run, _ = run_for(world.program, monday, by=world.director, seconds=SOLVE_SECONDS)
    draft = solve_now(run)
    run.refresh_from_db()
    assert draft is not None, run.message
    return draft


def release_of(world: World, monday: date):
    draft = solved(world, monday)
    return release(draft, by=world.director, answers=answers_for(draft))


def live_this_week(world: World, times) -> None:
    """Monday and Tuesday are marked in the evening; on Tuesday Dmitri says that he drank."""
    for day in (THIS, THIS + timedelta(days=1)):
        times.at(noon(day) + timedelta(hours=9))
        mark_ended(world, day)
    with world.acting():
        cast, tuesday = world.cast, THIS + timedelta(days=1)
        facts = {"on": tuesday, "substance": "alcohol", "learned_from": "client", "responsible": cast.counselor}
        world.recorded = record_return_to_use(cast.other_client, by=world.director, **facts)


def mark_ended(world: World, day: date) -> None:
    """Everybody was there whose session of that day is over."""
    with world.acting():
        for session in Session.objects.filter(day=day, withdrawn_by=None, ends_at__lte=clock.now()):
            clients = [seat.client for seat in session.seats.filter(withdrawn_by=None)]
            mark_many(session, [Asked(client, "present") for client in clients], by=world.director)


def begin_wednesday(world: World, times) -> Session:
    """The first group has just begun and nobody in it is marked; what was before it is."""
    with world.acting():
        groups = Session.objects.filter(day=WEDNESDAY, withdrawn_by=None, service__kind="group")
        held = groups.order_by("starts_at").first()
    times.at(held.starts_at + timedelta(minutes=10))
    mark_ended(world, WEDNESDAY)
    return held


def prepare_changes(world: World) -> None:
    """What comes up: leave, a closed room, a credential that ends, the next version of a plan in work."""
    cast, own = world.cast, {"organization": world.cast.organization}
    friday = THIS + timedelta(days=4)
    away = Leave.objects.create(**own, staff=cast.other_counselor, first_day=friday, last_day=friday)
    room = Room.objects.order_by("pk").first()
    closed = RoomClosure.objects.create(**own, room=room, day=friday, reason="The floor is being painted")
    Credential.objects.filter(staff=cast.counselor, code="cadc").update(expires_on=NEXT + timedelta(days=6))
    for value, row in ((known.leave, away), (known.closure, closed)):
        known.stands_for(value, cast, row)


def stand_in(world: World, draft: Draft, held: Session) -> None:
    """The rows that addresses show."""
    cast = world.cast
    signed = PlanVersion.objects.get(plan__episode__client=cast.client)
    rows = {
        known.session: held,
        known.draft: draft,
        known.solve: draft.run,
        known.version: next_version(signed, starts_on=NEXT, by=world.director),
        known.milestone: Milestone.objects.filter(version=signed).first(),
        known.result: MilestoneResult.objects.filter(milestone__version=signed).last(),
        known.proposal: HoursProposal.objects.get(version=signed, withdrawn_at=None),
        known.safety_task: world.recorded.task,
    }
    for value, row in rows.items():
        known.stands_for(value, cast, row)
