"""A week is asked for, solved in a child, judged by our own checker and kept as a draft."""

from datetime import timedelta

import pytest

from iop.centers.models import Credential, GroupDefinition, RoomClosure
from iop.clients.models import AvailabilityBlock, NoContactPair
from iop.core import clock
from iop.flows.week.judging import breaches_of
from iop.flows.week.runs import RunKey
from iop.flows.week.solving import WeekIsOver, ask_to_stop, run_for, solve_now, work_on
from iop.schedule.models import Draft, SolveRun
from tests.cast import client_of, minute
from tests.week.world import MONDAY, RUNG_2, sign_plan, week_of


@pytest.mark.solver
def test_demo_size_week_is_a_checked_draft_within_20_seconds(world):
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=15)
    draft = solve_now(run)
    run.refresh_from_db()
    assert run.state == "done", run.message
    assert draft.seconds <= 20
    assert breaches_of(draft.problem, draft.solution) == ()
    placed = {client for session in draft.solution["sessions"] for client in session["clients"]}
    assert placed == {client.public_id for client in world.clients}
    assert [tier["name"] for tier in draft.tiers][:2] == ["unmet_minutes", "unmet_needs"]


def test_second_press_returns_the_run_that_is_under_way(world):
    first, new = run_for(world.program, MONDAY, by=world.director, seconds=5)
    second, again = run_for(world.program, MONDAY, by=world.director, seconds=5)
    assert (first, new, again) == (second, True, False)
    assert SolveRun.objects.count() == 1


def test_run_whose_job_was_given_up_makes_way_for_a_new_one(world):
    lost, _ = run_for(world.program, MONDAY, by=world.director, seconds=5)
    SolveRun.objects.filter(pk=lost.pk).update(job_id=987_654_321)
    run, new = run_for(world.program, MONDAY, by=world.director, seconds=5)
    lost.refresh_from_db()
    assert (new, run != lost, lost.state) == (True, True, "broken")
    assert lost.message == "The solve was lost and did not come back."


def test_week_that_is_over_is_not_solved(world):
    with pytest.raises(WeekIsOver):
        run_for(world.program, MONDAY - timedelta(days=14), by=world.director, seconds=5)


def test_job_that_comes_twice_leaves_one_draft(world):
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=2)
    key = RunKey(run.organization_id, run.pk)
    assert work_on(key) is not None
    assert work_on(key) is None
    assert Draft.objects.count() == 1


def test_run_left_by_a_dead_worker_begins_again_and_ends_with_one_draft(world):
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=2)
    SolveRun.objects.filter(pk=run.pk).update(state="running", started_at=clock.now(), progress={"tier": "x"})
    assert solve_now(run).run == run
    assert Draft.objects.count() == 1


def test_stop_keeps_the_best_week_found_so_far(world):
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=60)
    ask_to_stop(run, by=world.director)
    draft = solve_now(run)
    run.refresh_from_db()
    assert run.state == "stopped"
    assert draft.seconds < 30
    assert breaches_of(draft.problem, draft.solution) == ()


def test_engine_that_cannot_read_the_problem_says_so_in_words(world):
    service = world.program.services.get(key="individual")
    service.block_minutes = 50  # off the half-hour grid
    service.counted_minutes = 50
    service.save()
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=2)
    assert solve_now(run) is None
    run.refresh_from_db()
    assert run.state == "broken"
    assert "multiple of 30 minutes" in run.message


def test_art_group_needs_an_art_therapist(world):
    art = world.program.services.get(key="art")
    for client in world.clients[:5]:
        sign_plan(world, client, minutes=540, needs={**RUNG_2, "art": (1, 1)})
    artists = Credential.objects.filter(code="atr")
    artists.update(expires_on=MONDAY - timedelta(days=1))
    without = week_of(world)
    assert not [s for s in without.solution["sessions"] if s["service"] == art.public_id]
    missing = {reason["client"] for reason in without.reasons if reason.get("subject") == art.public_id}
    assert missing == {client.public_id for client in world.clients[:5]}
    artists.filter(staff=world.cast.counselor).update(expires_on=None)
    given = [s for s in week_of(world).solution["sessions"] if s["service"] == art.public_id]
    assert given
    assert {s["staff"] for s in given} == {world.cast.counselor.public_id}


def test_adolescents_are_never_with_adults(world):
    adult = world.program.groups.get(key__startswith="skills_mon")
    young_group = GroupDefinition.objects.get(pk=adult.pk)
    young_group.pk, young_group.public_id = None, "youngsters"
    young_group.key, young_group.age_band, young_group.min_size = "skills-young", "adolescent", 2
    young_group.save()
    young = [client_of(world.cast, f"40{i}", f"Kid{i}", "Young", world.cast.counselor, None) for i in range(3)]
    for client in young:
        client.birth_date = MONDAY.replace(year=MONDAY.year - 15)
        client.save()
        sign_plan(world, client, minutes=150, needs={"skills": (1, 1), "individual": (1, 1)}, min_days=1)
    ids = {client.public_id for client in young}
    sessions = week_of(world).solution["sessions"]
    with_young = [set(s["clients"]) for s in sessions if set(s["clients"]) & ids]
    assert any(len(clients) > 1 for clients in with_young)
    assert all(clients <= ids for clients in with_young)


def test_people_who_must_not_meet_share_no_session(world):
    first, second = world.clients[:2]
    NoContactPair.objects.create(organization=world.cast.organization, client=first, other=second, reason="x")
    pair = {first.public_id, second.public_id}
    assert not [s for s in week_of(world).solution["sessions"] if pair <= set(s["clients"])]


def test_hosted_meeting_keeps_its_room(world):
    rooms = world.cast.site.rooms
    for room in rooms.exclude(key="community").exclude(key__startswith="office"):
        for day in range(6):
            RoomClosure.objects.create(
                organization=world.cast.organization, room=room, day=MONDAY + timedelta(days=day), reason="painting"
            )
    community = rooms.get(key="community").public_id
    sessions = [s for s in week_of(world).solution["sessions"] if s["room"] == community]
    assert sessions
    assert not [s for s in sessions if s["start"] % 1440 < 1170 and s["start"] % 1440 + 60 > 1110]


def test_draft_says_who_is_free_for_less_than_the_plan_asks(world):
    busy = world.clients[5]
    busy.availability.all().delete()
    AvailabilityBlock.objects.create(
        organization=world.cast.organization, client=busy, weekday=1, start_minute=minute(18), end_minute=minute(21)
    )
    draft = week_of(world)
    mine = [reason for reason in draft.reasons if reason.get("client") == busy.public_id]
    assert mine[0] == {
        "client": busy.public_id,
        "about": "free_time",
        "subject": "",
        "missing": 360,
        "codes": ["not_free"],
    }
