"""One launcher at a time in a data folder. The lock ends with its process, even when that is killed."""

import fcntl
import json
import os
from pathlib import Path

from iop.command import processes
from iop.command.paths import private_folder
from iop.command.processes import Record

held: dict[Path, int] = {}


def take(home: Path) -> bool:
    """Hold the folder until we end; False when another launcher holds it."""
    if home in held:
        return True
    file = os.open(private_folder(home / "run") / "launcher.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    held[home] = file
    return True


def record_file(home: Path) -> Path:
    return home / "run" / "launcher.pid"


def address_file(home: Path) -> Path:
    return home / "run" / "address.json"


def introduce(home: Path, address: str) -> None:
    """Leave our number and address for a second `up` and for `stop`."""
    processes.record_of(os.getpid(), str(home)).save(record_file(home))
    address_file(home).write_text(json.dumps({"address": address}))


def withdraw(home: Path) -> None:
    record_file(home).unlink(missing_ok=True)
    address_file(home).unlink(missing_ok=True)


def holder(home: Path) -> Record | None:
    """The launcher at work here, when it really runs."""
    record = processes.load(record_file(home))
    return record if record and processes.is_running(record) else None


def address(home: Path) -> str | None:
    try:
        return str(json.loads(address_file(home).read_text())["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return None
