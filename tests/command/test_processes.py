"""Ours are told from strangers, and ended with their children."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iop.command import processes
from iop.command.processes import Record

MARK = "a-test"
WITH_CHILD = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).wait()"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def start(tmp_path):
    begun = []

    def start(program: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = tmp_path / "log"
        command = [sys.executable, "-c", program]
        process = processes.start(command, mark=MARK, environment=os.environ, log=log, folder=tmp_path)
        begun.append(process)
        return process, log

    yield start
    for process in begun:
        processes.tell(processes.session_members(process.pid), signal.SIGKILL)
        process.wait()


def test_stopping_a_part_ends_its_children_too(start):
    process, _ = start(WITH_CHILD)
    record = processes.record_of(process.pid, MARK)
    assert processes.wait_until(lambda: len(processes.leftovers(record)) == 2, 10)

    processes.stop(record, patience=2)

    assert processes.leftovers(record) == []


def test_children_that_outlived_their_part_are_found(start):
    process, _ = start(WITH_CHILD)
    record = processes.record_of(process.pid, MARK)
    assert processes.wait_until(lambda: len(processes.leftovers(record)) == 2, 10)

    process.kill()
    process.wait()
    assert not processes.is_running(record)
    assert len(processes.leftovers(record)) == 1
    processes.stop(record, patience=2)

    assert processes.leftovers(record) == []


def test_a_part_that_does_not_listen_is_killed(start):
    process, log = start(DEAF)
    record = processes.record_of(process.pid, MARK)
    assert processes.wait_until(lambda: b"deaf" in log.read_bytes(), 10)

    processes.stop(record, patience=0.3)

    assert process.wait() == -signal.SIGKILL


def test_a_number_used_again_is_not_taken_for_ours(start):
    process, _ = start("import time; time.sleep(60)")
    ours = processes.record_of(process.pid, MARK)
    earlier = Record(ours.pid, "another-boot:1", MARK)
    of_another_folder = Record(ours.pid, ours.started, "another-folder")

    assert processes.is_running(ours)
    assert not processes.is_running(earlier)
    assert processes.leftovers(of_another_folder) == []


def test_a_pid_file_cut_short_by_a_crash_counts_as_none(tmp_path):
    file = tmp_path / "web.pid"
    record = processes.record_of(os.getpid(), MARK)

    record.save(file)
    assert processes.load(file) == record
    file.write_text(file.read_text()[:10])

    assert processes.load(file) is None
    assert processes.load(tmp_path / "no.pid") is None
