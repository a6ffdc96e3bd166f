"""After a release: cancelled sessions, closed rooms, people who leave, and clocks that change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from iop.audit.models import Event
from iop.centers.actions.rooms import close_room
from iop.centers.actions.staff import set_last_day
from iop.centers.models import Leave
from iop.core import clock, wall_time
from iop.flows.week.adding import NotAdded, Wanted, add_session
from iop.schedule.actions.cancel import cancel_session, end_bookings
from iop.schedule.actions.cohort import join_cohort, leave_cohort
from iop.schedule.actions.promises import keep_promise, see
from iop.schedule.models import Booking, CalendarEntry, Seat, Session, SessionCancellation, ShortfallTask, WeekNotice
from iop.schedule.queries import (
    hours_by_client,
    live_sessions,
    sessions_of_client,
    shortfalls_visible_to,
    still_open,
    unseen_notices,
)
from iop.schedule.touched import sessions_after, sessions_during_leave, sessions_in_room
from tests.cast import minute
from tests.week.world import MONDAY, released_week


def a_group(world) -> Session:
    return next(session for session in live_sessions(world.program, MONDAY) if session.group)


def test_cancelled_session_frees_everything_and_tells_its_people(world):
    released_week(world)
    session = a_group(world)
    people = {seat.client_id for seat in session.live_seats}
    told_before = WeekNotice.objects.count()
    cancel_session(session, by=world.director, reason="The leader is ill")
    assert not Booking.objects.filter(session=session).exists()
    entries = CalendarEntry.objects.filter(session=session)
    assert {(entry.sequence, entry.cancelled_at) for entry in entries} == {(1, clock.now())}
    assert WeekNotice.objects.count() == told_before + len(people) + 1
    again = cancel_session(session, by=world.director, reason="Pressed twice")
    assert again.reason == "The leader is ill"
    assert SessionCancellation.objects.count() == 1
    assert Event.objects.filter(action="session_cancelled").count() == 1
    assert live_sessions(world.program, MONDAY).get(pk=session.pk).is_cancelled


def test_cancelled_session_no_longer_counts_as_booked_hours(world):
    released_week(world)
    session = a_group(world)
    client = session.live_seats[0].client
    before = hours_by_client(world.program, MONDAY)[client.pk]
    cancel_session(session, by=world.director, reason="The leader is ill")
    assert hours_by_client(world.program, MONDAY)[client.pk] == before - session.counted_minutes


def test_discharged_client_has_no_booking_left_and_others_keep_theirs(world):
    released_week(world)
    client = world.clients[0]
    mine = list(sessions_of_client(client, MONDAY))
    others = Seat.objects.exclude(client=client).filter(withdrawn_by=None).count()
    ended = end_bookings(client, MONDAY, by=world.director, reason="discharge")
    assert {session.pk for session in ended} == {session.pk for session in mine}
    assert not Booking.objects.filter(kind=Booking.CLIENT, resource_id=client.pk).exists()
    assert not sessions_of_client(client, MONDAY).exists()
    assert not CalendarEntry.objects.filter(client=client, cancelled_at=None).exists()
    assert Seat.objects.exclude(client=client).filter(withdrawn_by=None).count() == others
    alone = [session.pk for session in mine if session.group_id is None]
    assert set(SessionCancellation.objects.values_list("session_id", flat=True)) == set(alone)


def test_closing_a_room_midweek_names_the_sessions_it_hits(world):
    released_week(world)
    session = a_group(world)
    hit = sessions_in_room(session.room, session.day)
    assert session in hit
    with clock.set_to(datetime(2026, 12, 7, 6, 0, tzinfo=UTC)), world.acting():
        close_room(session.room, day=session.day, start_minute=0, end_minute=1440, reason="A pipe burst")
        assert sessions_in_room(session.room, session.day) == hit
    assert Session.objects.filter(withdrawn_by=None).count() == live_sessions(world.program, MONDAY).count()


def test_therapist_who_leaves_while_leading_groups_names_them(world):
    released_week(world)
    leader = a_group(world).leader
    tuesday = MONDAY + timedelta(days=1)
    after = [s for s in live_sessions(world.program, MONDAY) if s.leader == leader and s.day > tuesday]
    set_last_day(leader, tuesday)
    leader.refresh_from_db()
    assert sessions_after(leader, tuesday) == after
    assert leader.last_day == tuesday


def test_leave_names_only_what_lies_in_it(world):
    released_week(world)
    session = a_group(world)
    day = {"staff": session.leader, "first_day": session.day, "last_day": session.day}
    assert session not in sessions_during_leave(Leave(**day, start_minute=0, end_minute=session.start_minute))
    hit = sessions_during_leave(Leave(**day, start_minute=session.end_minute - 1, end_minute=1440))
    assert session in hit


def test_six_in_the_evening_stays_six_across_daylight_saving(world):
    """Orlando leaves daylight saving on Sunday 1 November 2026: 18:00 is 22:00 UTC before and 23:00 UTC after."""
    released_week(world)
    session = a_group(world)
    for day, utc_hour in ((date(2026, 10, 29), 22), (date(2026, 11, 5), 23)):
        session.day, session.start_minute = day, minute(18)
        session.save()
        session.refresh_from_db()
        assert session.starts_at == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
        assert session.hours_words.startswith("18:00")


def test_time_that_does_not_exist_is_refused_and_saves_nothing(world):
    released_week(world)
    session = a_group(world)
    session.day, session.start_minute = date(2027, 3, 14), minute(2, 30)
    with pytest.raises(wall_time.NoSuchTime), transaction.atomic():
        session.save()
    assert Session.objects.filter(day=date(2027, 3, 14)).count() == 0


def test_added_session_that_breaks_a_rule_is_refused_in_words(world):
    released_week(world)
    client = world.clients[0]
    service = world.program.services.get(key="individual")
    office = world.cast.site.rooms.get(key="office_2")
    night = Wanted(client, service, client.primary_therapist, MONDAY + timedelta(days=4), minute(20, 30), office)
    refused = add_session(night, by=world.director)
    assert isinstance(refused, NotAdded)
    assert any("is not here on Friday at 20:30" in reason for reason in refused.reasons)
    past = Wanted(client, service, client.primary_therapist, MONDAY - timedelta(days=7), minute(9), office)
    assert add_session(past, by=world.director) == NotAdded(("No week is released for that day yet.",))


def test_promise_kept_twice_is_done_once(world):
    made = released_week(world)
    client = world.clients[0]
    task = ShortfallTask.objects.create(
        organization=world.cast.organization,
        release=made,
        client=client,
        kind="no_session",
        answer="We call on Monday.",
        due_on=MONDAY,
    )
    assert list(still_open(shortfalls_visible_to(world.director))) == [task]
    first = keep_promise(task, by=world.director).done_at
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert keep_promise(task, by=world.director).done_at == first
    assert list(still_open(shortfalls_visible_to(world.director))) == []
    assert Event.objects.filter(action="shortfall_task_done").count() == 1


def test_notice_is_unseen_until_its_client_sees_it(world):
    released_week(world)
    client = world.clients[0]
    notice = unseen_notices(client).get()
    assert {change["what"] for change in notice.changes} == {"new"}
    see(notice)
    assert not unseen_notices(client).exists()


def test_client_joins_and_leaves_a_closed_group_once(world):
    group = world.program.groups.get(key__startswith="survivors")
    client = world.clients[0]
    member = join_cohort(group, client, MONDAY, by=world.director)
    assert join_cohort(group, client, MONDAY, by=world.director) == member
    leave_cohort(member, MONDAY + timedelta(days=7), by=world.director)
    member.refresh_from_db()
    assert member.ended_on == MONDAY + timedelta(days=7)
    assert Event.objects.filter(action="cohort_joined").count() == 1
