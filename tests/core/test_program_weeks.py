"""Each program as it ships can give ten clients their week: hours, mix, days and rooms fit together."""

from dataclasses import replace
from functools import cache

import pytest

from iop.core.plans import Need
from iop.core.programs import shipped_program
from iop.core.programs.place import DAY_MINUTES
from iop.core.timetable.check import check
from iop.core.timetable.solve import solve
from tests.core.program_week import client, week_of

pytestmark = pytest.mark.solver

HOUR = 60
DAY = (8 * HOUR + 30, 18 * HOUR)
AFTERNOON = (13 * HOUR, 18 * HOUR + 30)
EVENING = (17 * HOUR, 21 * HOUR + 30)
SCHOOL_OUT = (15 * HOUR, 20 * HOUR)

# (ladder, rung, when the client is free, how many)
CLIENTS = {
    "legacy": [
        ("adult", "php_30", DAY, 2),
        ("adult", "php_20", DAY, 1),
        ("adult", "iop_12", AFTERNOON, 1),
        ("adult", "iop_9", AFTERNOON, 1),
        ("adult", "iop_15", AFTERNOON, 1),
        ("adult", "iop_12", EVENING, 2),
        ("adult", "iop_9", EVENING, 1),
        ("adult", "op_6", EVENING, 1),
    ],
    "waypoint": [
        ("adult", "phase_1", AFTERNOON, 3),
        ("adult", "phase_2", AFTERNOON, 2),
        ("adult", "phase_1", EVENING, 3),
        ("adult", "phase_3", EVENING, 1),
        ("adult", "phase_4", EVENING, 1),
    ],
    "steady": [
        ("day", "day_15", DAY, 1),
        ("day", "day_12", DAY, 2),
        ("day", "day_9", DAY, 1),
        ("day", "day_6", DAY, 1),
        ("evening", "evening_12", EVENING, 2),
        ("evening", "evening_9", EVENING, 2),
        ("evening", "evening_6", EVENING, 1),
    ],
    "roots": [
        ("adult", "start", DAY, 3),
        ("adult", "middle", DAY, 1),
        ("adult", "later", DAY, 1),
        ("adult", "start", EVENING, 3),
        ("adult", "middle", EVENING, 1),
        ("adult", "staying", EVENING, 1),
    ],
    "harbor": [
        ("adult", "phase_1", DAY, 2),
        ("adult", "phase_2", DAY, 1),
        ("adult", "phase_1", EVENING, 2),
        ("adult", "phase_2", EVENING, 1),
        ("adolescent", "phase_1", SCHOOL_OUT, 2),
        ("adolescent", "phase_2", SCHOOL_OUT, 1),
        ("adolescent", "phase_3", SCHOOL_OUT, 1),
    ],
}


def week_problem(key: str):
    program = shipped_program(key)
    clients = []
    for ladder_key, rung_key, free, count in CLIENTS[key]:
        ladder = program.ladder(ladder_key)
        for _ in range(count):
            number = len(clients)
            clients.append(
                client(program, f"client_{number}", ladder.rung(rung_key), ladder.age_band, free, number % 6)
            )
    return week_of(program, clients)


@cache
def solved_week(key: str):
    """The week of ten clients at a program; solved once for all tests of this file."""
    problem = week_problem(key)
    return problem, solve(problem, seconds=20)


@pytest.mark.parametrize("key", CLIENTS)
def test_ten_clients_get_every_prescribed_minute_and_session(key):
    problem, found = solved_week(key)

    assert len(problem.clients) == 10
    assert check(problem, found.week).holds
    tiers = {tier.name: tier.value for tier in found.tiers}
    assert (tiers["unmet_minutes"], tiers["unmet_needs"]) == (0, 0)


def sessions_of(week, client_id: str):
    return sorted((s for s in week.sessions if client_id in s.clients), key=lambda session: session.start)


def test_waypoint_visits_are_three_or_four_a_week_of_about_three_hours():
    problem, found = solved_week("waypoint")

    for client_id, who in problem.clients.items():
        if who.plan.minutes == 720:
            days = {session.start // DAY_MINUTES for session in sessions_of(found.week, client_id)}
            assert 3 <= len(days) <= 4
            assert 180 <= who.plan.minutes / len(days) <= 240


def test_waypoint_room_of_the_half_past_six_meeting_is_free_of_sessions():
    problem, found = solved_week("waypoint")
    meeting = [(day * DAY_MINUTES + 18 * HOUR + 30, day * DAY_MINUTES + 19 * HOUR + 30) for day in range(4)]

    afternoon = [s for s in found.week.sessions if s.start % DAY_MINUTES < 18 * HOUR and s.group]
    assert any((s.start + problem.services[s.service].minutes) % DAY_MINUTES == 18 * HOUR for s in afternoon)
    held = [s for s in found.week.sessions if s.room == "community"]
    ends = [(s.start, s.start + problem.services[s.service].minutes) for s in held]
    assert not [pair for pair in ends for begin, end in meeting if pair[0] < end and begin < pair[1]]


def test_steady_three_evenings_and_an_hour_are_nine_hours():
    problem, found = solved_week("steady")
    evening = [client for client in problem.clients if problem.clients[client].plan.minutes == 540][-1]

    given = [problem.services[session.service] for session in sessions_of(found.week, evening)]

    assert sum(service.counted_minutes for service in given) == 540
    assert sum(service.minutes for service in given if service.id == "evening_core") == 3 * 180


def test_harbor_client_has_one_individual_hour_with_the_primary_therapist():
    problem, found = solved_week("harbor")

    for client_id, who in problem.clients.items():
        individual = [s for s in sessions_of(found.week, client_id) if s.service == "individual"]
        assert [(s.staff, problem.services[s.service].counted_minutes) for s in individual] == [(who.primary, 60)]


def test_harbor_adolescents_are_never_in_a_session_with_adults():
    problem, found = solved_week("harbor")

    bands = [{problem.clients[c].age_band for c in session.clients} for session in found.week.sessions]

    assert {"adult"} in bands
    assert {"adolescent"} in bands
    assert all(len(band) == 1 for band in bands)


@pytest.mark.parametrize(("nobody_has", "held_by"), [("", [["atr", "mt_bc"]]), ("atr", [])])
def test_harbor_art_group_is_held_only_with_an_art_therapist(nobody_has, held_by):
    harbor = shipped_program("harbor")
    rung = harbor.ladder("adult").rungs[0]
    only_art = replace(rung, weekly_minutes=60, min_days=1, max_days=1, mix=(Need("art", 1, 1),))
    clients = [client(harbor, f"client_{number}", only_art, "adult", DAY, 0) for number in range(3)]
    problem = week_of(harbor, clients, nobody_has=nobody_has)

    found = solve(problem, seconds=5)

    assert [sorted(problem.staff[session.staff].credentials) for session in found.week.sessions] == held_by


def test_legacy_thirty_hours_and_six_hours_in_one_week():
    problem, found = solved_week("legacy")

    hours = {
        sum(problem.services[session.service].counted_minutes for session in sessions_of(found.week, client_id))
        for client_id in problem.clients
    }

    assert {6 * HOUR, 30 * HOUR} <= hours
