"""What goes into the file the engine gets, and what does not."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from iop.clients.models import (
    Affinity,
    AvailabilityBlock,
    NoContactPair,
    Relative,
    RelativeAvailability,
)
from iop.consents.models import ActivityWaiver
from iop.core.timetable.reading import problem_from
from iop.flows.week.problem import fingerprint, inputs_changed, problem_for
from iop.flows.week.reasons import free_time_reasons
from iop.schedule.models import CohortMember
from tests.cast import client_of, minute
from tests.week.world import MONDAY, RUNG_2, one_more, sign_plan, staff_with

WEDNESDAY = 2 * 1440


def entry(problem: dict, table: str, row) -> dict:
    return next(found for found in problem[table] if found["id"] == row.public_id)


def test_problem_holds_every_client_with_plan_and_consent_and_no_names(world):
    problem = problem_for(world.program, MONDAY)
    assert {client["id"] for client in problem["clients"]} == {client.public_id for client in world.clients}
    assert problem["left_out"] == []
    assert "Vega" not in str(problem)
    assert problem_from(problem).mode == "plan"


def test_problem_needs_as_many_queries_for_three_clients_as_for_ten(world):
    problem_for(world.program, MONDAY)  # reads the program's definition, once per instance
    with CaptureQueriesContext(connection) as ten:
        problem_for(world.program, MONDAY)
    for client in world.clients[3:]:
        client.episodes.update(discharged_on=MONDAY - timedelta(days=5))
    with CaptureQueriesContext(connection) as three:
        problem = problem_for(world.program, MONDAY)
    assert len(problem["clients"]) == 3
    assert len(three) == len(ten)


def test_client_without_consent_or_signed_plan_is_left_out_by_name(world):
    refused, planless = world.clients[0], one_more(world)
    refused.treatment_consents.update(ended_at=refused.treatment_consents.get().signed_at)
    problem = problem_for(world.program, MONDAY)
    assert sorted((entry["client"], entry["reason"]) for entry in problem["left_out"]) == sorted(
        [(refused.public_id, "no_consent"), (planless.public_id, "no_signed_plan")]
    )
    assert len(problem["clients"]) == 9


def test_hosted_meeting_and_closure_hold_their_room(world):
    community = world.cast.site.rooms.get(key="community")
    held = [c for c in problem_for(world.program, MONDAY)["room_closures"] if c["room"] == community.public_id]
    assert [(c["start"], c["end"]) for c in sorted(held, key=lambda c: c["start"])] == [
        (day * 1440 + 1110, day * 1440 + 1170) for day in range(4)
    ]


def test_service_has_block_and_counted_minutes(world):
    equine = world.program.services.get(key="equine")
    found = entry(problem_for(world.program, MONDAY), "services", equine)
    assert (found["minutes"], found["counted_minutes"]) == (240, 180)


def test_outing_takes_no_room_of_the_building_and_only_clients_with_a_waiver(world):
    equine = world.program.services.get(key="equine")
    brave = world.clients[4]
    ActivityWaiver.objects.create(
        organization=world.cast.organization, client=brave, service=equine, signed_on=MONDAY - timedelta(days=9)
    )
    problem = problem_for(world.program, MONDAY)
    group = next(g for g in problem["groups"] if g["service"] == equine.public_id)
    assert group["members"] == [brave.public_id]
    needed = set(entry(problem, "services", equine)["room_features"])
    fitting = [room for room in problem["rooms"] if needed <= set(room["features"])]
    assert [room["id"].startswith("away:") for room in fitting] == [True]


def test_escort_ratio_is_the_most_an_outing_holds(world):
    world.program.services.filter(key="equine").update(escort_ratio=4)
    problem = problem_for(world.program, MONDAY)
    equine = world.program.services.get(key="equine")
    assert [g["max_size"] for g in problem["groups"] if g["service"] == equine.public_id] == [4]


def test_closed_group_holds_its_cohort_only(world):
    group = world.program.groups.get(key__startswith="survivors")
    assert entry(problem_for(world.program, MONDAY), "groups", group)["members"] == []
    CohortMember.objects.create(
        organization=world.cast.organization, group=group, client=world.clients[2], since=MONDAY - timedelta(days=7)
    )
    members = entry(problem_for(world.program, MONDAY), "groups", group)["members"]
    assert members == [world.clients[2].public_id]


def test_family_session_is_narrowed_to_when_a_relative_is_free(world):
    client, organization = world.clients[0], world.cast.organization
    sign_plan(world, client, minutes=540, needs={**RUNG_2, "family": (1, 1)})
    problem = problem_for(world.program, MONDAY)
    assert family_need(world, problem, client)["available"] == []
    assert {"code": "no_relative_free", "client": client.public_id, "service": family_of(world).public_id} in problem[
        "notes"
    ]
    mother = Relative.objects.create(organization=organization, client=client, name="Rosa", relation="mother")
    RelativeAvailability.objects.create(
        organization=organization, relative=mother, weekday=2, start_minute=minute(20), end_minute=minute(22)
    )
    # The client is free until 21:00, so one hour is left.
    assert family_need(world, problem_for(world.program, MONDAY), client)["available"] == [
        [WEDNESDAY + 1200, WEDNESDAY + 1260]
    ]


def family_of(world):
    return world.program.services.get(key="family")


def family_need(world, problem: dict, client) -> dict:
    needs = entry(problem, "clients", client)["plan"]["needs"]
    return next(need for need in needs if need["service"] == family_of(world).public_id)


def test_credential_that_ends_midweek_stops_its_holder_only_where_it_is_needed(world):
    artist = staff_with(world, "artist", ["atr", "lpc"])
    artist.credentials.filter(code="atr").update(expires_on=MONDAY + timedelta(days=1))
    double = staff_with(world, "double", ["lpc", "lcsw"])
    double.credentials.filter(code="lpc").update(expires_on=MONDAY + timedelta(days=1))
    problem = problem_for(world.program, MONDAY)
    stopped = entry(problem, "staff", artist)
    assert stopped["credentials"] == ["atr", "lpc"]
    assert max(end for _, end in stopped["available"]) <= WEDNESDAY
    assert {"code": "credential_ends", "staff": artist.public_id, "credential": "atr"} in problem["notes"]
    kept = entry(problem, "staff", double)
    assert kept["credentials"] == ["lcsw"]
    assert max(end for _, end in kept["available"]) > WEDNESDAY


def test_expired_credential_does_not_count(world):
    artist = staff_with(world, "artist", ["atr"])
    artist.credentials.update(expires_on=MONDAY - timedelta(days=1))
    assert entry(problem_for(world.program, MONDAY), "staff", artist)["credentials"] == []


def test_staff_who_leave_are_not_there_after_their_last_day(world):
    leaving = world.cast.counselor
    leaving.last_day = MONDAY + timedelta(days=1)
    leaving.save()
    found = entry(problem_for(world.program, MONDAY), "staff", leaving)
    assert max(end for _, end in found["available"]) <= WEDNESDAY


def test_only_shared_affinities_and_pairs_of_planned_clients_go_in(world):
    first, second, third = world.clients[:3]
    organization = world.cast.organization
    Affinity.objects.create(organization=organization, client=first, tag="women", shared_on=MONDAY)
    for a, b in ((first, second), (first, third)):
        NoContactPair.objects.create(organization=organization, client=a, other=b, scope="premises", reason="x")
    third.episodes.update(discharged_on=MONDAY - timedelta(days=1))
    problem = problem_for(world.program, MONDAY)
    assert entry(problem, "clients", first)["affinities"] == ["women"]
    assert entry(problem, "clients", second)["affinities"] == []
    assert problem["no_contact"] == [{"clients": [first.public_id, second.public_id], "scope": "premises"}]


def test_age_band_is_that_of_the_week(world):
    young = client_of(world.cast, "3001", "Kim", "Young", world.cast.counselor, None)
    young.birth_date = date(2008, 12, 8)  # 18 on the Tuesday of that week
    young.save()
    sign_plan(world, young, minutes=360)
    assert entry(problem_for(world.program, MONDAY), "clients", young)["age_band"] == "adolescent"
    assert entry(problem_for(world.program, MONDAY + timedelta(days=7)), "clients", young)["age_band"] == "adult"


def test_plan_that_asks_for_more_than_the_client_has_free_is_named_with_the_minutes(world):
    busy = world.clients[5]
    busy.availability.all().delete()
    AvailabilityBlock.objects.create(
        organization=world.cast.organization, client=busy, weekday=1, start_minute=minute(18), end_minute=minute(21)
    )
    AvailabilityBlock.objects.create(
        organization=world.cast.organization,
        client=busy,
        weekday=2,
        start_minute=minute(9),
        end_minute=minute(17),
        kind="work",
    )
    # 9 h prescribed, 3 h free on Tuesday evening; work is no free time.
    assert free_time_reasons(problem_for(world.program, MONDAY)) == [
        {"client": busy.public_id, "about": "free_time", "subject": "", "missing": 360, "codes": ["not_free"]}
    ]


def test_hour_that_daylight_saving_skips_is_nobodys_time(world):
    """Clocks in Orlando jump from 2:00 to 3:00 on Sunday 14 March 2027."""
    monday = date(2027, 3, 8)
    night = world.cast.counselor.availability.create(
        organization=world.cast.organization, weekday=6, start_minute=0, end_minute=minute(6)
    )
    problem = problem_for(world.program, monday)
    sunday = 6 * 1440
    found = entry(problem, "staff", night.staff)["available"]
    assert [window for window in found if window[0] >= sunday] == [[sunday, sunday + 120], [sunday + 180, sunday + 360]]
    assert {"code": "clocks_change", "start": sunday + 120, "end": sunday + 180} in problem["notes"]


def test_fingerprint_changes_with_the_inputs_only(world):
    problem = problem_for(world.program, MONDAY)
    assert fingerprint(problem_for(world.program, MONDAY)) == fingerprint(problem)
    assert not inputs_changed(world.program, problem)
    world.cast.counselor.availability.filter(weekday=2).delete()
    assert inputs_changed(world.program, problem)
