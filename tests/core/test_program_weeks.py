"""Each program as it ships can give ten clients their week: hours, mix, days and rooms fit together."""

import pytest

from iop.core.programs import shipped_program
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


@pytest.mark.parametrize("key", CLIENTS)
def test_ten_clients_get_every_prescribed_minute_and_session(key):
    problem = week_problem(key)

    found = solve(problem, seconds=20)

    assert len(problem.clients) == 10
    assert check(problem, found.week).holds
    tiers = {tier.name: tier.value for tier in found.tiers}
    assert (tiers["unmet_minutes"], tiers["unmet_needs"]) == (0, 0)
