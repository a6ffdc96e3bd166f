"""The parts that `up` keeps running: PostgreSQL, the web server and the worker."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from iop.command import postgres, processes
from iop.command.paths import ROOT, private_folder
from iop.command.postgres import Cluster
from iop.command.progress import Refusal, warn

WEB = "web server"
WORKER = "worker"
WEB_WORKERS = 2
WEB_THREADS = 4
STOP_SECONDS = 10
BIG_LOG_BYTES = 10_000_000
# A part that ends this often within a minute has a cause that starting again will not mend.
MOST_RESTARTS = 5
WINDOW_SECONDS = 60


class Part(Protocol):
    """Something kept running."""

    @property
    def name(self) -> str: ...
    @property
    def log(self) -> Path: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def has_ended(self) -> bool: ...


@dataclass
class Server:
    """Our own PostgreSQL as a part."""

    cluster: Cluster
    name: str = "PostgreSQL"
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.cluster.log

    def start(self) -> None:
        set_aside(self.log)
        self.process = postgres.start(self.cluster)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        postgres.end_server(self.cluster)
        if self.process:
            self.process.wait()


@dataclass
class Program:
    """One of our programs with its pid file and log."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    home: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return private_folder(self.home / "logs") / f"{self.name.replace(' ', '-')}.log"

    def start(self) -> None:
        end_leftovers(self.home, self.name)
        set_aside(self.log)
        self.process = processes.start(
            self.command, mark=str(self.home), environment=self.environment, log=self.log, folder=ROOT
        )
        processes.record_of(self.process.pid, str(self.home)).save(pid_file(self.home, self.name))

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        end_leftovers(self.home, self.name)
        if self.process:
            self.process.wait()


def web(host: str, port: int) -> list[str]:
    size = ("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers")
    where = ("--host", host, "--port", str(port))
    served = ("--interface", "wsgi", "--no-ws", "iop.web.wsgi:application")
    return [sys.executable, "-m", "granian", *size, *where, *served]


def worker() -> list[str]:
    return [sys.executable, "-m", "iop.web.worker"]


def pid_file(home: Path, name: str) -> Path:
    return home / "run" / f"{name.replace(' ', '-')}.pid"


def end_leftovers(home: Path, name: str) -> bool:
    """Stop what runs of this program, whoever started it in this folder. True when there was something."""
    file = pid_file(home, name)
    record = processes.load(file)
    found = bool(record and processes.leftovers(record))
    if record and found:
        processes.stop(record, STOP_SECONDS)
    file.unlink(missing_ok=True)
    return found


def set_aside(log: Path) -> None:
    """Called before a start: a log that grew big makes room, and one old one is kept."""
    if log.exists() and log.stat().st_size > BIG_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


@dataclass
class Restarts:
    """Starts ended parts again, and gives up on one that ends again and again."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def look_after(self, part: Part) -> None:
        if not part.has_ended():
            return
        now = time.monotonic()
        recent = [at for at in self.times.get(part.name, []) if now - at < WINDOW_SECONDS]
        self.times[part.name] = [*recent, now]
        if len(recent) >= MOST_RESTARTS:
            words = postgres.last_words(part.log)
            raise Refusal(f"{part.name} ends again and again. Its last words ({part.log}):\n{words}")
        warn(f"{part.name} ended unexpectedly; starting it again.")
        part.start()
