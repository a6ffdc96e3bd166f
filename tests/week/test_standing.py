"""What a screen reads of a week: how it stands, who falls short, what changed; and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.centers.models import Organization, Program, StaffSite
from iop.core import clock
from iop.core.programs.loading import shipped_text
from iop.flows.start_center import start_program
from iop.flows.week.comparing import compare
from iop.flows.week.names import Names
from iop.flows.week.problem import problem_for
from iop.flows.week.releasing import release
from iop.flows.week.shortfalls import least_minutes, shortfalls
from iop.flows.week.solving import run_for, solve_now
from iop.flows.week.standing import draft_is_stale, standing, unplaced
from iop.plans.models import PlanVersion
from iop.schedule.models import Booking, WeekNotice
from iop.schedule.queries import hours_by_client, live_sessions
from tests.week.world import (
    BEFORE,
    MONDAY,
    RUNG_2,
    answers_for,
    known_draft,
    make_world,
    one_more,
    released_week,
    sign_plan,
    week_of,
    with_sessions,
)


def test_standing_goes_from_nothing_to_draft_to_released(world):
    nothing = standing(world.program, MONDAY)
    assert (nothing.release, nothing.draft, nothing.run) == (None, None, None)
    draft = known_draft(world)
    drafted = standing(world.program, MONDAY)
    assert (drafted.release, drafted.draft, drafted.run) == (None, draft, draft.run)
    made = release(draft, by=world.director, answers=answers_for(draft))
    released = standing(world.program, MONDAY)
    assert (released.release, released.draft) == (made, None)


def test_draft_is_stale_once_somebody_changes_their_hours(world):
    draft = known_draft(world)
    assert not draft_is_stale(draft)
    world.cast.other_counselor.availability.filter(weekday=4).delete()
    assert draft_is_stale(draft)


def test_unplaced_says_who_and_why_in_sentences(world):
    planless = one_more(world)
    draft = known_draft(world)
    busy = world.clients[5]
    thinned = [{**s, "clients": [c for c in s["clients"] if c != busy.public_id]} for s in draft.solution["sessions"]]
    draft = with_sessions(world, draft, [s for s in thinned if s["clients"]])
    draft.reasons = [
        {
            "client": busy.public_id,
            "about": "service",
            "subject": world.program.services.get(key="process").public_id,
            "missing": 1,
            "codes": ["full"],
        }
    ]
    found = unplaced(draft, Names(world.program))
    assert [one.client for one in found] == [planless, busy]
    assert found[0].sentences == ("No signed plan is in force this week.",)
    assert (found[1].got, found[1].prescribed) == (0, 540)
    assert found[1].sentences == (f"{busy.name}: 1 session(s) of Group therapy missing.", "All seats are taken.")


@pytest.mark.parametrize(
    ("weekly_minutes", "least"),
    [(539, 539), (540, 540), (720, 540)],  # IOP for adults begins at 9 h; a plan for less is its own measure
)
def test_least_minutes_is_the_levels_minimum_or_the_smaller_plan(world, weekly_minutes, least):
    version = PlanVersion(level="iop", weekly_minutes=weekly_minutes)
    assert least_minutes(world.program.definition, version, "adult") == least


def test_one_minute_under_the_minimum_is_a_shortfall_and_the_minimum_is_not(world):
    draft = known_draft(world)
    assert shortfalls(draft) == []
    client = world.clients[0]
    short = [s for s in draft.solution["sessions"] if not (s["group"] is None and client.public_id in s["clients"])]
    fell = shortfalls(with_sessions(world, draft, short))
    # 540 counted minutes less the individual hour.
    assert [(s.client, s.kind, s.got, s.needed) for s in fell] == [(client, "below_minimum", 480, 540)]


def test_counted_minutes_are_one_number_from_draft_to_booking(world):
    """A group of 90 block minutes that counts 60: the draft, the shortfalls and the booked hours all say 60."""
    world.program.services.filter(key="process").update(counted_minutes=60)
    for client in world.clients:
        sign_plan(world, client, minutes=570, needs=RUNG_2, max_minutes=570)
    draft = known_draft(world)
    release(draft, by=world.director, answers=answers_for(draft))
    booked = hours_by_client(world.program, MONDAY)
    for client in world.clients:
        mine = [s for s in live_sessions(world.program, MONDAY) if client.pk in {x.client_id for x in s.live_seats}]
        assert booked[client.pk] == sum(60 if s.service.key == "process" else s.minutes for s in mine) <= 570


def test_next_week_keeps_the_pattern_and_tells_nobody(world):
    released_week(world)
    following = MONDAY + timedelta(days=7)
    with clock.set_to(BEFORE + timedelta(days=7)), world.acting():
        run, _ = run_for(world.program, following, by=world.director, seconds=6)
        draft = solve_now(run)
        comparison = compare(draft)
        assert (comparison.against, comparison.changed, comparison.told) == ("last_week", [], 0)
        made = release(draft, by=world.director, answers=answers_for(draft))
        assert WeekNotice.objects.filter(release=made).count() == 0


def test_staff_booked_in_another_program_of_the_center_are_absent_there(world):
    released_week(world)
    organization = Organization.objects.get(pk=world.cast.organization.pk)
    start_program(organization, shipped_text("roots"))
    roots = Program.objects.get(key="roots")
    leader = world.cast.counselor
    StaffSite.objects.create(organization=organization, staff=leader, site=roots.sites.first())
    booked = Booking.objects.filter(kind=Booking.STAFF, resource_id=leader.pk).select_related("session")
    absences = problem_for(roots, MONDAY)["absences"]
    assert sum(a["end"] - a["start"] for a in absences if a["staff"] == leader.public_id) == sum(
        booking.session.minutes for booking in booked
    )


def reads_of_a_week(world, draft) -> int:
    """Queries of everything a timetable page shows, for one site-week."""
    program = Program.objects.get(pk=world.program.pk)
    with CaptureQueriesContext(connection) as queries:
        seen = standing(program, MONDAY)
        names = Names(program)
        assert seen.release
        list(live_sessions(program, MONDAY))
        compare(draft)
        unplaced(draft, names)
        shortfalls(draft)
        assert names.rooms
        assert names.groups
    return len(queries)


def test_timetable_reads_of_ten_clients(world):
    made = released_week(world)
    assert reads_of_a_week(world, made.draft) == 11


def test_timetable_reads_of_three_clients(db):
    small = make_world("small-week", clients=3)
    with clock.set_to(BEFORE), small.acting():
        draft = week_of(small, seconds=2)
        release(draft, by=small.director, answers=answers_for(draft))
        assert reads_of_a_week(small, draft) == 11
