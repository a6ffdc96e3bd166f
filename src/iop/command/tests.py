"""`./iop test`: all tests, on a PostgreSQL of their own that is thrown away; it minds no `up` that runs meanwhile."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iop.command import chromium, database, home_lock, paths, roles, stop
from iop.command.paths import ROOT
from iop.command.postgres import Cluster
from iop.command.progress import Refusal, minutes, say, warn

RUNS = ROOT / "var" / "tests"
SWEEP_AFTER_SECONDS = 60
CLEANING_UP_SECONDS = 60
AT_ONCE = "2"
COUNTS = ("passed", "failed", "error", "no tests ran")


@dataclass(frozen=True)
class TestPart:
    """Tests that are run together, and how."""

    name: str
    which: str
    how: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return ("-q", "-m", self.which, *self.how)


UNIT = TestPart("unit and database", "not browser and not drill and not solver", ("-n", AT_ONCE))
SOLVER = TestPart("solver", "solver")
BROWSER = TestPart("browser", "browser")
DRILLS = TestPart("drills", "drill")
EVERYTHING = (UNIT, SOLVER, BROWSER, DRILLS)
FAST = (UNIT,)


@dataclass(frozen=True)
class Outcome:
    part: TestPart
    seconds: float
    summary: str
    passed: bool


def test(words: list[str]) -> int:
    """With arguments one pytest run with them; without, every part and a table."""
    with throwaway_database() as environment:
        if words:
            return pytest(words, {**environment, **browser_if_possible()})
        return run_parts(EVERYTHING, environment)


def run_parts(parts: tuple[TestPart, ...], environment: dict[str, str]) -> int:
    outcomes = [run_part(part, environment) for part in parts]
    say("")
    for each in outcomes:
        say(f"{each.part.name:18} {minutes(each.seconds):>9}  {'passed' if each.passed else 'FAILED'}  {each.summary}")
    return 0 if all(each.passed for each in outcomes) else 1


def run_part(part: TestPart, environment: dict[str, str]) -> Outcome:
    """A part in which pytest finds no test has failed too: its mark or its folder is wrong."""
    say(f"\n== {part.name} ==")
    begun = time.monotonic()
    if part == BROWSER:
        environment = {**environment, "CHROMIUM": str(chromium.get())}
    running = subprocess.Popen(
        pytest_command(part.words),
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    summary = "no summary"
    with ended_in_order(running):
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if any(count in line for count in COUNTS):
                summary = line.strip(" =\n")
    return Outcome(part, time.monotonic() - begun, summary, running.wait() == 0)


def pytest(words: list[str], environment: dict[str, str]) -> int:
    running = subprocess.Popen(pytest_command(words), env=environment, cwd=ROOT)
    with ended_in_order(running):
        return running.wait()


@contextmanager
def ended_in_order(running: subprocess.Popen[Any]) -> Iterator[None]:
    """When we are interrupted, pytest first stops what its tests have started; the database goes after it."""
    try:
        yield
    except KeyboardInterrupt:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(CLEANING_UP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
        raise


def pytest_command(words: list[str] | tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "pytest", *words]


def browser_if_possible() -> dict[str, str]:
    """A single test may need no browser at all, so a missing one is only said."""
    try:
        return {"CHROMIUM": str(chromium.get())}
    except Refusal as refusal:
        warn(str(refusal))
        return {}


@contextmanager
def throwaway_database(*, keeps_everything: bool = False) -> Iterator[dict[str, str]]:
    """The environment of a test run: logins are made once here, before any of pytest's workers starts."""
    sweep()
    paths.make_home(RUNS.parent)
    paths.make_home(RUNS)
    home = Path(tempfile.mkdtemp(prefix="run-", dir=RUNS))
    home.chmod(paths.PASSABLE)
    home_lock.take(home)
    cluster = Cluster(home, keeps_everything=keeps_everything, owner_makes_databases=True)
    try:
        with database.running(cluster):
            yield environment(cluster)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def environment(cluster: Cluster) -> dict[str, str]:
    addresses = database.of(cluster)
    logins = {
        "DATABASE_URL": addresses.app,
        "DATABASE_OWNER_URL": addresses.owner or "",
        "DATABASE_ADMIN_URL": cluster.url(roles.SUPERUSER, "postgres"),
    }
    # Playwright's synchronous interface runs a loop, which Django would refuse to work beside.
    return database.environment(cluster.home, {**logins, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"})


def sweep() -> None:
    """Databases of test runs that were killed, and whole instances that their drills had started."""
    for home in RUNS.glob("run-*"):
        old = time.time() - home.stat().st_mtime > SWEEP_AFTER_SECONDS
        if old and home_lock.take(home):
            for each in (*home.glob("drills/*/home"), home):
                stop.end(each)
            shutil.rmtree(home, ignore_errors=True)
