"""Real threads, real connections, committed rows: the table decides who was first."""

import secrets
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from iop.core import clock
from iop.flows.week.adding import NotAdded, Wanted, add_session
from iop.flows.week.releasing import NotReleased, release
from iop.schedule.models import Booking, CalendarEntry, Release, Seat, Session
from iop.schedule.queries import live_sessions
from tests.cast import minute
from tests.week.world import (
    BEFORE,
    MONDAY,
    RUNG_2,
    answers_for,
    known_draft,
    make_world,
    released_week,
    sign_plan,
    with_sessions,
)

WRITERS = 8
FREE = MONDAY + timedelta(days=4)
"""Friday: the released week of these tests holds nothing then."""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A world of its own that other connections can see; its database is dropped after the run."""
    with django_db_blocker.unblock(), clock.set_to(BEFORE):
        yield make_world(f"race-{secrets.token_hex(4)}")
        connection.close()


def all_at_once(world, deeds) -> list[object]:
    """Each deed in a thread with its own connection and transaction, begun together."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(index: int) -> None:
        gate.wait()
        with world.acting():
            results[index] = deeds[index]()
        connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_eight_writers_race_for_one_slot_one_wins_and_seven_read_why(committed):
    world = committed
    with world.acting():
        released_week(world)
        allow_one_more(world)
        service = world.program.services.get(key="individual")
        office = world.cast.site.rooms.get(key="office_1")
        before = Booking.objects.count()
    wanted = [
        Wanted(client, service, client.primary_therapist, FREE, minute(9), office) for client in world.clients[:WRITERS]
    ]
    results = all_at_once(world, [lambda one=one: add_session(one, by=world.director) for one in wanted])
    won = [result for result in results if isinstance(result, Session)]
    lost = [result for result in results if isinstance(result, NotAdded)]
    assert (len(won), len(lost)) == (1, WRITERS - 1)
    with world.acting():
        assert Booking.objects.count() == before + 3
        assert Session.objects.filter(day=FREE).count() == Seat.objects.filter(session__day=FREE).count() == 1
        assert CalendarEntry.objects.filter(session__day=FREE).count() == 1
    words = {reason for result in lost for reason in result.reasons}
    assert any(reason == "would double-book Office 1 on Friday at 9:00" for reason in words), words


def allow_one_more(world) -> None:
    """Plans that leave room for a second individual session on a fifth day."""
    for client in world.clients[:WRITERS]:
        needs = {**RUNG_2, "individual": (1, 2)}
        sign_plan(world, client, minutes=540, needs=needs, max_days=5, max_minutes=800)


def test_the_table_itself_refuses_a_second_booking_of_a_room(committed):
    world = committed
    with world.acting():
        released_week(world)
        taken = Booking.objects.filter(kind=Booking.ROOM).first()
        with pytest.raises(IntegrityError):
            Booking.objects.create(
                organization=world.cast.organization,
                kind=taken.kind,
                resource_id=taken.resource_id,
                during=taken.during,
                session=taken.session,
            )


def test_one_draft_released_by_eight_people_at_once_is_one_release(committed):
    world = committed
    with world.acting():
        draft = known_draft(world)
        answers = answers_for(draft)
    results = all_at_once(world, [lambda: release(draft, by=world.director, answers=answers)] * WRITERS)
    assert {type(result) for result in results} == {Release}
    assert len({result.pk for result in results}) == 1
    with world.acting():
        assert Session.objects.filter(week=draft.week).count() == len(draft.solution["sessions"])


def test_two_drafts_released_at_once_are_two_versions_and_nothing_is_taken_twice(committed):
    world = committed
    with world.acting():
        draft = known_draft(world)
        other = with_sessions(world, draft, draft.solution["sessions"][1:])
        answers = answers_for(draft) | answers_for(other)
    deeds = [lambda one=one: release(one, by=world.director, answers=answers) for one in (draft, other)]
    results = all_at_once(world, deeds)
    assert not any(isinstance(result, NotReleased) for result in results), results
    assert sorted(result.number for result in results) == [1, 2]
    newest = max(results, key=lambda made: made.number)
    with world.acting():
        assert live_sessions(world.program, MONDAY).count() == len(newest.draft.solution["sessions"])
        booked = set(Booking.objects.values_list("session_id", flat=True))
        assert booked == set(live_sessions(world.program, MONDAY).values_list("pk", flat=True))
