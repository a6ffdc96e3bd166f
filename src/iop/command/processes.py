"""Processes we started: told apart from strangers, found again after a crash, and stopped with all their children.

Every part we start leads a session of its own and carries a mark in its environment, so that a process number found in
an old file is believed only when the running process is really ours (numbers are used again).
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

PROC = Path("/proc")
MARK = "IOP_STARTED_FOR"
POLL_SECONDS = 0.05
STAT_SESSION = 3  # fields of /proc/PID/stat after the name in brackets
STAT_STARTED = 19


@dataclass(frozen=True)
class Record:
    """What a pid file holds: enough to recognize the process again."""

    pid: int
    started: str
    mark: str

    def save(self, file: Path) -> None:
        unfinished = file.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(self)))
        unfinished.replace(file)


def load(file: Path) -> Record | None:
    """The record in a pid file; a file cut short by a crash counts as none."""
    try:
        return Record(**json.loads(file.read_text()))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None


def record_of(pid: int, mark: str) -> Record:
    return Record(pid, started(pid) or "", mark)


def stat(pid: int) -> list[str] | None:
    """The fields after the name; None when there is no such process, or only its remains."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields


def started(pid: int) -> str | None:
    """Which boot of the machine and which tick of it: no two processes share it together with their number."""
    fields = stat(pid)
    boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}:{fields[STAT_STARTED]}" if fields else None


def is_running(record: Record) -> bool:
    return started(record.pid) == record.started


def everybody() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def session_members(leader: int) -> list[int]:
    """The processes of the session that this one leads or led."""
    return [pid for pid in everybody() if (fields := stat(pid)) and int(fields[STAT_SESSION]) == leader]


def carries(pid: int, mark: str) -> bool:
    try:
        return f"{MARK}={mark}".encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process runs inside this folder (PostgreSQL's do, and they overwrite their environment)."""
    try:
        return (PROC / str(pid) / "cwd").resolve() == folder
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def leftovers(record: Record) -> list[int]:
    """What still runs of a part: itself, and children that outlived it."""
    return [pid for pid in session_members(record.pid) if carries(pid, record.mark)]


def start(
    command: list[str], *, mark: str, environment: Mapping[str, str], log: Path, folder: Path
) -> subprocess.Popen[bytes]:
    """Start a part in a session of its own, its words going to a log file."""
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            env={**environment, MARK: mark},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(record: Record, patience: float) -> None:
    """Ask a part to end, which ends its children; what is still there after some seconds is killed."""
    tell([record.pid] if is_running(record) else leftovers(record), signal.SIGTERM)
    if not wait_until(lambda: not leftovers(record), patience):
        tell(leftovers(record), signal.SIGKILL)
        wait_until(lambda: not leftovers(record), patience)


def tell(pids: list[int], message: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, message)
        except ProcessLookupError:
            continue


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Look again every few milliseconds: no operating system call waits for a process that is not our child."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(POLL_SECONDS)
    return True
