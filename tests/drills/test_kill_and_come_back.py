"""kill -9 of every part, and Ctrl-C: nothing stays behind, and the next start works."""

import signal
import socket
import stat

import psycopg
import pytest

from iop.command import parts, processes, roles
from tests.drills.instance import Instance, kill, running

pytestmark = pytest.mark.drill
HTTP_OK = 200
NOTE = "create table if not exists drill_note (text text primary key)"


@pytest.fixture(scope="module")
def instance(new_home) -> Instance:
    """One for all drills of this file: each drill must leave a working one to the next."""
    with running(Instance(new_home())) as instance:
        yield instance


def write(instance: Instance, text: str) -> None:
    with psycopg.connect(instance.database_url(roles.OWNER)) as connection:
        connection.execute(NOTE)
        connection.execute("insert into drill_note values (%s)", [text])


def notes(instance: Instance) -> set[str]:
    with psycopg.connect(instance.database_url(roles.OWNER)) as connection:
        return {text for (text,) in connection.execute("select text from drill_note")}


def test_up_says_that_it_already_runs_and_where(instance):
    again = instance.command("up", "--port", "1")

    assert again.returncode == 0
    assert f"already runs here: {instance.address}" in again.stdout
    assert instance.get() == HTTP_OK


def test_secrets_are_for_their_owner_alone(instance):
    keys = sorted((instance.home / "keys").iterdir())

    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}
    assert stat.S_IMODE((instance.home / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((instance.home / "postgres").stat().st_mode) == 0o700


def test_the_web_server_never_learns_the_owners_password(instance):
    environment = (processes.PROC / str(instance.pid_of(parts.WEB)) / "environ").read_text()

    assert instance.cluster.password(roles.APP) in environment
    assert instance.cluster.password(roles.OWNER) not in environment
    assert instance.cluster.password(roles.SUPERUSER) not in environment


def test_killed_worker_is_started_again(instance):
    before = instance.pid_of(parts.WORKER)

    kill(before)

    assert instance.starts_another(parts.WORKER, than=before)
    assert "worker ended unexpectedly; starting it again." in instance.words()


def test_killed_web_server_is_started_again(instance):
    before = instance.pid_of(parts.WEB)

    kill(before)

    assert instance.starts_another(parts.WEB, than=before)
    assert instance.becomes_ready()
    assert processes.session_members(before) == []


def test_killed_postgres_is_started_again_with_every_acknowledged_row(instance):
    write(instance, "before PostgreSQL was killed")
    before = instance.pid_of_postgres()

    kill(before)

    assert processes.wait_until(lambda: "PostgreSQL ended unexpectedly" in instance.words(), 30)
    assert instance.becomes_ready()
    assert instance.pid_of_postgres() != before
    assert "before PostgreSQL was killed" in notes(instance)


def test_killed_launcher_leaves_parts_that_the_next_up_finds(instance):
    write(instance, "before the launcher was killed")
    orphans = {instance.pid_of(parts.WEB), instance.pid_of(parts.WORKER), instance.pid_of_postgres()}

    instance.kill_launcher()
    assert orphans <= set(instance.processes())
    instance.up()

    assert not orphans & set(instance.processes())
    assert instance.get() == HTTP_OK
    assert "before the launcher was killed" in notes(instance)


def test_everything_killed_at_once_comes_back(instance):
    write(instance, "before everything was killed")

    instance.kill_launcher()
    for pid in instance.processes():
        kill(pid)
    assert instance.get() is None
    instance.up()

    assert instance.get() == HTTP_OK
    assert "before everything was killed" in notes(instance)


def test_stop_ends_what_a_killed_launcher_left(instance):
    instance.kill_launcher()
    assert instance.processes() != []

    stopped = instance.command("stop")

    assert stopped.stdout.strip() == "Stopped what was left."
    assert instance.processes() == []
    instance.up()


@pytest.mark.parametrize("message", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ending_the_launcher_leaves_no_process(instance, message):
    assert instance.processes() != []

    assert instance.end(message) == 0

    assert instance.processes() == []
    assert instance.get() is None
    assert not instance.is_held()
    instance.up()


def test_up_on_a_taken_port_says_so_and_names_a_free_one(instance, new_home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        elsewhere = Instance(new_home(), port)
        refused = elsewhere.command("up", "--port", str(port))

    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken by another program." in refused.stderr
    assert "./iop up --port" in refused.stderr
    assert elsewhere.processes() == []


def test_a_pid_file_that_names_a_stranger_does_not_harm_it(instance):
    stranger = processes.record_of(1, "somebody else")
    instance.end()
    stranger.save(parts.pid_file(instance.home, parts.WEB))

    instance.up()

    assert processes.is_running(stranger)
    assert instance.get() == HTTP_OK
