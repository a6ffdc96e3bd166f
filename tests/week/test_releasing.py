"""A draft becomes the week everybody sees, whole or not at all."""

from datetime import timedelta

from iop.audit.models import Event
from iop.centers.models import RoomClosure
from iop.core import clock
from iop.flows.week.comparing import compare
from iop.flows.week.releasing import NotReleased, release
from iop.flows.week.shortfalls import shortfalls
from iop.schedule.models import Booking, CalendarEntry, Release, Seat, Session, ShortfallTask, WeekNotice
from iop.schedule.queries import current_release, hours_by_client, live_sessions, next_session, sessions_of_client
from tests.week.world import MONDAY, answers_for, known_draft, released_week, week_of, with_sessions


def test_release_writes_the_week_and_tells_everybody_in_it_once(world):
    draft = known_draft(world)
    assert (Session.objects.count(), Booking.objects.count(), WeekNotice.objects.count()) == (0, 0, 0)
    made = release(draft, by=world.director, answers=answers_for(draft))
    entries = draft.solution["sessions"]
    seats = sum(len(entry["clients"]) for entry in entries)
    assert made.number == 1
    assert Session.objects.count() == len(entries)
    assert Seat.objects.count() == seats == CalendarEntry.objects.count()
    rooms = sum(entry["room"] is not None for entry in entries)
    assert Booking.objects.count() == seats + len(entries) + rooms
    assert set(WeekNotice.objects.exclude(client=None).values_list("client_id", flat=True)) == {
        client.pk for client in world.clients
    }
    assert Event.objects.filter(action="week_released").count() == 1


def test_release_pressed_twice_is_one_release(world):
    draft = known_draft(world)
    first = release(draft, by=world.director, answers=answers_for(draft))
    second = release(draft, by=world.director, answers=answers_for(draft))
    assert first == second
    assert Release.objects.count() == 1
    assert Booking.objects.values("kind", "resource_id", "during").distinct().count() == Booking.objects.count()


def test_shortfall_needs_an_answer_and_becomes_a_task(world):
    full = known_draft(world)
    lonely = world.clients[0]
    sessions = without_client(full.solution["sessions"], lonely.public_id)
    draft = with_sessions(world, full, sessions)
    short = shortfalls(draft)
    assert (short[0].client, short[0].kind, short[0].got) == (lonely, "no_session", 0)
    refused = release(draft, by=world.director)
    assert isinstance(refused, NotReleased)
    assert lonely.name in refused.reasons[-1]
    assert Session.objects.count() == 0
    made = release(draft, by=world.director, answers=answers_for(draft))
    task = ShortfallTask.objects.get(client=lonely)
    assert (task.release, task.kind, task.responsible) == (made, "no_session", lonely.primary_therapist)


def without_client(sessions: list[dict], client: str) -> list[dict]:
    """The same sessions without a client, leaving out those that would be too small for their group."""
    kept = [{**s, "clients": [c for c in s["clients"] if c != client]} for s in sessions]
    return [s for s in kept if s["clients"] and (s["group"] is None or len(s["clients"]) >= 3)]


def test_second_release_keeps_rows_and_tells_only_whose_week_changed(world):
    first = released_week(world)
    draft = first.draft
    individual = next(s for s in draft.solution["sessions"] if s["group"] is None and s["clients"])
    sessions = [s for s in draft.solution["sessions"] if s is not individual]
    second_draft = with_sessions(world, draft, sessions)
    assert set(compare(second_draft).clients) == set(individual["clients"])
    rows = set(live_sessions(world.program, MONDAY).values_list("pk", flat=True))
    second = release(second_draft, by=world.director, answers=answers_for(second_draft))
    after = set(live_sessions(world.program, MONDAY).values_list("pk", flat=True))
    assert after < rows
    gone = Session.objects.get(pk__in=rows - after)
    assert (gone.release, gone.withdrawn_by) == (first, second)
    assert not Booking.objects.filter(session=gone).exists()
    told = WeekNotice.objects.filter(release=second)
    assert [notice.client.public_id for notice in told if notice.client] == individual["clients"]
    assert [notice.staff.public_id for notice in told if notice.staff] == [individual["staff"]]
    entry = CalendarEntry.objects.get(session=gone)
    assert entry.sequence == 1
    assert entry.cancelled_at == clock.now()
    assert CalendarEntry.objects.exclude(session=gone).exclude(sequence=0).count() == 0
    assert current_release(world.program, MONDAY) == second


def test_draft_whose_room_was_closed_since_is_refused_in_words(world):
    draft = known_draft(world)
    group = next(s for s in draft.solution["sessions"] if s["group"])
    room = world.cast.site.rooms.get(public_id=group["room"])
    day = MONDAY + timedelta(days=group["start"] // 1440)
    RoomClosure.objects.create(organization=world.cast.organization, room=room, day=day, reason="painting")
    refused = release(draft, by=world.director, answers=answers_for(draft))
    assert isinstance(refused, NotReleased)
    assert any(f"{room.name} is closed on {day:%A}" in reason for reason in refused.reasons)
    assert Release.objects.count() == 0


def test_draft_whose_leader_is_leaving_is_refused_in_words(world):
    draft = known_draft(world)
    leader = world.cast.counselor
    leader.last_day = MONDAY - timedelta(days=1)
    leader.save()
    refused = release(draft, by=world.director, answers=answers_for(draft))
    assert isinstance(refused, NotReleased)
    assert any("Carla Monte is not here" in reason for reason in refused.reasons)


def test_started_sessions_are_never_touched(world):
    released_week(world)
    first = live_sessions(world.program, MONDAY)[0]
    with clock.set_to(first.ends_at), world.acting():
        draft = week_of(world, seconds=2)
        assert draft.problem["mode"] == "replan"
        before = Session.objects.filter(pk=first.pk).values().get()
        made = release(draft, by=world.director, answers=answers_for(draft))
        assert isinstance(made, Release), made
        assert Session.objects.filter(pk=first.pk).values().get() == before
        assert Booking.objects.filter(session=first).exists()


def test_reads_of_one_client(world):
    released_week(world)
    client = world.clients[3]
    mine = list(sessions_of_client(client, MONDAY))
    assert mine
    assert all(client.pk in {seat.client_id for seat in session.live_seats} for session in mine)
    assert hours_by_client(world.program, MONDAY)[client.pk] == sum(session.counted_minutes for session in mine)
    assert next_session(client, mine[0].starts_at) == mine[0]
    assert next_session(client, mine[0].ends_at) == mine[1]
