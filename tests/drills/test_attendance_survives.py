"""kill -9 while attendance is saved under load: what was acknowledged is there, whole, after the next ./iop up.

The story is told in docs/stories/power_cut.md.
"""

import re
import signal
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest

from iop.command import parts, processes, roles
from tests.drills import trail
from tests.drills.center import DIRECTOR, THURSDAY_EVENING, Place, open_center
from tests.drills.desk import CutOff, Desk
from tests.drills.instance import Instance, kill, running
from tests.drills.marking import Load, Mark, marking, next_mark, send

pytestmark = pytest.mark.drill
SAVES = 12
"""Acknowledged between two blows: each of the four desks has gone on since."""
ON_THE_PAGE = re.compile(r'data-client="(.+?)" data-state="(.*?)" data-revision="(\d+)"')


@pytest.fixture(scope="module")
def instance(new_home) -> Instance:
    """One for all drills of this file, on the evening after the last session."""
    with running(Instance(new_home(), surroundings={"IOP_NOW": THURSDAY_EVENING})) as instance:
        yield instance


@pytest.fixture(scope="module")
def places(instance) -> list[Place]:
    return open_center(instance)


@pytest.fixture(scope="module")
def many(places) -> list[Place]:
    """For the first load; the second has others, and the last three are left to the quiet drills."""
    return places[:40]


def check_everything_acknowledged_is_there(instance: Instance, load: Load) -> None:
    kept = trail.read(instance)
    assert load.refused == []
    assert kept.orphans == []
    assert [row for row in kept.rows.values() if not row.is_whole()] == []
    for mark in load.acknowledged:
        row = kept.rows[mark.place.session, mark.place.client]
        assert (mark.revision, mark.state) in row.deeds.values()
    for place, mark in load.last().items():
        row = kept.rows[place.session, place.client]
        assert said(row) in possible(mark, load.unanswered.get(place))
    check_the_pages_say_so(instance, kept)


def said(row: trail.Row) -> tuple:
    return row.revision, row.state, row.arrived, row.left


def possible(acknowledged: Mark, unanswered: Mark | None) -> list[tuple]:
    """The last acknowledged mark; or the one sent after it, whose answer was lost on the way."""
    marks = [acknowledged, *([unanswered] if unanswered else [])]
    return [(mark.revision, mark.state, mark.arrived, mark.left) for mark in marks]


def check_the_pages_say_so(instance: Instance, kept: trail.Trail) -> None:
    desk = at_a_desk(instance)
    rooms = defaultdict(set)
    for (session, client), row in kept.rows.items():
        rooms[session].add((client, row.state, str(row.revision)))
    for session, expected in rooms.items():
        assert expected <= set(ON_THE_PAGE.findall(desk.get(f"/group-rooms/{session}/")))


def at_a_desk(instance: Instance) -> Desk:
    desk = Desk(instance.address)
    desk.sign_in(DIRECTOR)
    return desk


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit", "data_checksums"])
def test_an_acknowledged_save_is_on_disk(instance, setting):
    """Killed processes leave the system's memory alone, so what a power cut needs is asked of the server itself."""
    with psycopg.connect(instance.database_url()) as connection:
        assert connection.execute(f"show {setting}").fetchone() == ("on",)


@pytest.mark.parametrize(
    ("deeds", "changes"),
    [
        ({7: (1, "late")}, {}),
        ({}, {7: 1}),
        ({7: (1, "late")}, {8: 1}),
        ({7: (1, "late"), 8: (1, "late")}, {7: 1, 8: 1}),
        ({7: (1, "late"), 9: (3, "late")}, {7: 1, 9: 3}),
    ],
    ids=["no change", "no deed", "two transactions", "twice", "a gap"],
)
def test_the_drill_notices_a_half_written_row(deeds, changes):
    row = trail.Row("session", "client", 1, "late", 1, 2, {7: (1, "late")}, {7: 1})
    assert row.is_whole()

    assert not replace(row, revision=max(changes.values(), default=1), deeds=deeds, changes=changes).is_whole()


def test_every_acknowledged_save_survives_kills_of_every_part(instance, many):
    with marking(instance.address, many) as load:
        load.goes_on(SAVES)
        worker = instance.pid_of(parts.WORKER)
        kill(worker)
        assert instance.starts_another(parts.WORKER, than=worker)
        load.goes_on(SAVES)

        kill(instance.pid_of_postgres())
        load.goes_on(SAVES)

        instance.kill_launcher()
        load.goes_on(SAVES)

        processes.tell(instance.processes(), signal.SIGKILL)
    assert instance.get() is None
    assert len(load.acknowledged) >= 4 * SAVES

    instance.up()

    check_everything_acknowledged_is_there(instance, load)
    assert processes.wait_until((instance.home / "audit" / "heads.jsonl").exists, 30)
    assert "as they were sealed" in instance.command("manage", "verify_audit").stdout


def test_same_mark_sent_twice_stays_one(instance, places):
    desk, mark = at_a_desk(instance), next_mark(places[-1], 1)

    first, second = send(desk, mark), send(desk, mark)

    assert first == second
    assert (first["ok"], first["revision"]) == (True, 1)
    assert row_of(instance, mark).is_whole()


def test_web_server_killed_in_the_middle_of_a_save_lets_the_client_try_again(instance, places):
    desk, mark = at_a_desk(instance), next_mark(places[-2], 1)
    answers = []
    with held(instance, mark) as release:
        saving = threading.Thread(target=lambda: answers.append(outcome(desk, mark)))
        saving.start()
        assert processes.wait_until(lambda: is_waiting(instance), 10)
        processes.tell(servers(instance), signal.SIGKILL)
        saving.join()
        release()

    assert answers == ["no answer"]
    assert row_of(instance, mark) is None
    assert instance.becomes_ready()
    assert send(desk, mark)["revision"] == 1
    assert row_of(instance, mark).is_whole()


def test_postgres_killed_in_the_middle_of_a_save_is_said_and_lets_the_client_try_again(instance, places):
    desk, mark = at_a_desk(instance), next_mark(places[-3], 1)
    answers = []
    with held(instance, mark):
        saving = threading.Thread(target=lambda: answers.append(outcome(desk, mark)))
        saving.start()
        assert processes.wait_until(lambda: is_waiting(instance), 10)
        kill(instance.pid_of_postgres())
        saving.join()

    assert answers == ["500"]
    assert processes.wait_until(lambda: outcome(desk, mark) == "saved", 30)
    assert row_of(instance, mark).is_whole()
    assert "Application callable raised" not in (instance.home / "logs" / "web-server.log").read_text()


def outcome(desk: Desk, mark: Mark) -> str:
    try:
        return "saved" if send(desk, mark)["ok"] else "refused"
    except CutOff as lost:
        return str(lost)


def row_of(instance: Instance, mark: Mark) -> trail.Row | None:
    return trail.read(instance).rows.get((mark.place.session, mark.place.client))


def servers(instance: Instance) -> list[int]:
    """The processes that answer requests; the one that watches over them stays."""
    watching = instance.pid_of(parts.WEB)
    return [pid for pid in processes.session_members(watching) if pid != watching]


HOLD = """
select seat.id from schedule_seat seat join schedule_session s on s.id = seat.session_id
join clients_client c on c.id = seat.client_id where (s.public_id, c.public_id) = (%s, %s) for update of seat
"""
WAITING = """
select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = %s and query like '%%schedule_seat%%'
"""


@contextmanager
def held(instance: Instance, mark: Mark) -> Iterator[Callable[[], None]]:
    """Somebody holds this place: a save of it waits inside its transaction, until the block calls what it got, or ends."""
    connection = psycopg.connect(instance.database_url(roles.SUPERUSER))
    try:
        assert connection.execute(HOLD, [mark.place.session, mark.place.client]).fetchone()
        yield connection.rollback
    finally:
        connection.close()


def is_waiting(instance: Instance) -> bool:
    with psycopg.connect(instance.database_url(roles.SUPERUSER)) as connection:
        return connection.execute(WAITING, [roles.APP]).fetchone()[0] > 0


def test_ctrl_c_under_load_leaves_no_process_and_every_acknowledged_save(instance, places):
    with marking(instance.address, places[40:-3]) as load:
        load.goes_on(SAVES)
        assert instance.end() == 0
        assert instance.processes() == []

    instance.up()

    check_everything_acknowledged_is_there(instance, load)
