"""A worker is killed while it solves. The run is found, done again by another worker, and ends with one draft."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from iop.core import clock
from iop.flows.week.solving import ask_for_week
from iop.schedule.models import Draft, SolveRun
from tests.week.world import BEFORE, MONDAY, World, make_world

WORKER = """
import django
django.setup()
from iop.web.jobs import run_worker
run_worker(heartbeat=1, stalled_after=4)
"""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), clock.set_to(BEFORE):
        yield make_world(f"drill-{secrets.token_hex(4)}")
        connection.close()


@contextmanager
def worker():
    """A real worker on the test's database, on the Thursday before the week."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "iop.web.settings",
        "IOP_NOW": BEFORE.isoformat(),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], object], seconds: float = 90) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"did not happen within {seconds} s: {what}")


def state_of(world: World, run: SolveRun) -> SolveRun:
    with world.acting():
        return SolveRun.objects.get(pk=run.pk)


def long_transactions() -> int:
    """Connections to this database, other than ours, that have been in one transaction for two seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and clock_timestamp() - xact_start > interval '2 seconds'"
        )
        return cursor.fetchone()[0]


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.drill
def test_worker_killed_while_solving_ends_with_one_draft(committed):
    world = committed
    with world.acting():
        run = ask_for_week(world.program, MONDAY, by=world.director, seconds=8)
        assert ask_for_week(world.program, MONDAY, by=world.director, seconds=8) == run
    with worker() as first:
        wait_for(lambda: state_of(world, run).progress.get("seconds", 0) > 3)
        assert long_transactions() == 0
        engines = children_of(first.pid)
        assert len(engines) == 1
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert state_of(world, run).state == "running"
    wait_for(lambda: all(is_gone(engine) for engine in engines), seconds=30)
    with worker():
        wait_for(lambda: not state_of(world, run).is_open)
    with world.acting():
        assert SolveRun.objects.get(pk=run.pk).state == "done"
        assert Draft.objects.filter(run=run).count() == 1
