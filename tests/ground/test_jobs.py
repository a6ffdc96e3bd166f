"""Jobs outlive their workers."""

import os
import secrets
import signal
import subprocess
import sys
import time

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from iop.audit.models import Event
from iop.tenancy.context import acting_for
from tests.databases import ROOT
from tests.ground.slow_job import define

WAIT_SECONDS = 60


@pytest.fixture
def start_worker(committed, tmp_path):
    started = []

    def start(name):
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        command = [sys.executable, "-m", "tests.ground.slow_job", str(tmp_path / "go"), name]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "IOP_HOME": str(tmp_path)}
        started.append(subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def eventually(condition, what):
    until = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def actions(organization):
    with acting_for(organization.pk):
        return list(Event.objects.filter(action__startswith="slow").order_by("id").values_list("action", "actor"))


@pytest.mark.drill
def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(center, start_worker, tmp_path, superuser):
    name = f"slow-{secrets.token_hex(4)}"
    job = define(tmp_path / "go", name).defer(organization_id=center.pk)
    first = start_worker(name)
    eventually(lambda: len(actions(center)) == 1, "the job began")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert ProcrastinateJob.objects.get(pk=job).status == "doing"

    (tmp_path / "go").touch()
    start_worker(name)
    eventually(lambda: not ProcrastinateJob.objects.filter(pk=job).exists(), "the job was done and forgotten")

    began, done = ("slow_began", "system:slow"), ("slow_done", "system:slow")
    assert actions(center) == [began, began, done]
    log = (tmp_path / "worker-1.log").read_text()
    assert f"job {job} ({name}) had lost its worker" in log
    assert superuser.execute(
        "select distinct usename from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    ).fetchall() == [("iop_app",)]


def test_jobs_carry_ids_only():
    """Names would stand in the queue's table, outside row security, and in its log lines."""
    app.perform_import_paths()
    allowed = {"timestamp", "context"}
    parameters = {
        task.name: [word for word in task.func.__code__.co_varnames[: task.func.__code__.co_argcount]]
        for task in app.tasks.values()
        if task.func.__module__.startswith("iop.")
    }
    wrong = {
        name: [word for word in words if word not in allowed and not word.endswith("_id")]
        for name, words in parameters.items()
    }
    assert {name: words for name, words in wrong.items() if words} == {}
