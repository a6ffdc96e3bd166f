"""A whole OpenIOP of its own: started with ./iop up in a folder of its own, looked into, hurt, and started again."""

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from iop.command import home_lock, parts, postgres, processes, roles
from iop.command.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 180
END_SECONDS = 60
# What the surrounding test run adds; a whole instance brings its own.
OF_THE_TEST_RUN = ("DATABASE_", "IOP_", "DJANGO_")


@dataclass
class Instance:
    """One ./iop up with its folder and port. `said` is the file that holds what it printed."""

    home: Path
    port: int = field(default_factory=lambda: free_port())
    options: tuple[str, ...] = ("--no-demo",)
    # What the surroundings of a site add, such as DATABASE_URL.
    surroundings: Mapping[str, str] = field(default_factory=dict)
    launcher: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def said(self) -> Path:
        return self.home.with_suffix(".said")

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.home)

    def database_url(self, role: str = roles.APP) -> str:
        return self.cluster.url(role)

    def up(self) -> None:
        """Start it and wait until it is ready to be used."""
        begun = self.said.stat().st_size if self.said.exists() else 0
        with self.said.open("ab") as words:
            self.launcher = subprocess.Popen(
                [ROOT / "iop", "up", "--port", str(self.port), *self.options],
                env=self.environment(),
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        ready = processes.wait_until(
            lambda: b"OpenIOP is ready" in self.said.read_bytes()[begun:] or self.launcher.poll() is not None,
            READY_SECONDS,
        )
        assert ready, self.words()
        assert self.launcher.poll() is None, self.words()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another ./iop command on the same folder."""
        command = [ROOT / "iop", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=self.environment())

    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_TEST_RUN)}
        return {**inherited, **self.surroundings, "IOP_HOME": str(self.home)}

    def words(self) -> str:
        return self.said.read_text()

    def get(self, path: str = "/healthz") -> int | None:
        """The status a visitor gets; None when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def becomes_ready(self) -> bool:
        return processes.wait_until(lambda: self.get() == http.client.OK, READY_SECONDS)

    def pid_of(self, name: str) -> int | None:
        """Of the web server or the worker, as its pid file says; None while it is being started again."""
        record = processes.load(parts.pid_file(self.home, name))
        return record.pid if record else None

    def starts_another(self, name: str, than: int | None) -> bool:
        """Wait until the launcher has put another process in the place of one that ended."""
        return processes.wait_until(lambda: self.pid_of(name) not in {None, than}, END_SECONDS)

    def pid_of_postgres(self) -> int:
        pid = postgres.first_process(self.cluster)
        assert pid
        return pid

    def processes(self) -> list[int]:
        """Everything that runs for this folder, whoever started it."""
        mark = str(self.home)
        marked = [pid for pid in processes.everybody() if processes.stat(pid) and processes.carries(pid, mark)]
        return sorted({*marked, *postgres.remaining(self.cluster)})

    def kill_launcher(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, message: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or another signal, to the launcher alone; returns its exit status."""
        assert self.launcher
        self.launcher.send_signal(message)
        return self.launcher.wait(END_SECONDS)

    def is_held(self) -> bool:
        return home_lock.holder(self.home) is not None


@contextmanager
def running(instance: Instance) -> Iterator[Instance]:
    """Up and ready inside the block, gone after it, however it was hurt."""
    try:
        instance.up()
        yield instance
    finally:
        if instance.launcher and instance.launcher.poll() is None:
            instance.end(signal.SIGTERM)
        instance.command("stop")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def kill(pid: int) -> None:
    """The hard way, as a power cut or the system's memory killer would."""
    os.kill(pid, signal.SIGKILL)
