"""The engine: seconds until a checked draft of each program's demo week, and its memory with a hundred clients."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench import weeks
from bench.center import make_center, noon
from bench.table import Table
from iop.accounts.models import User
from iop.centers.models import Organization, Program
from iop.core import clock
from iop.core.policy import Role
from iop.core.programs.loading import SHIPPED
from iop.flows.demo.loading import load
from iop.flows.week.child import MEMORY_BYTES
from iop.flows.week.judging import breaches_of
from iop.flows.week.problem import problem_for
from iop.flows.week.solving import DEFAULT_SECONDS, run_for, solve_now
from iop.schedule.models import Release
from iop.tenancy.context import acting_for

WEEK_SECONDS = 20
CLIENTS = 100
LONG_SECONDS = 60
"""Longer than a worker gives it, so that the memory of every stage is seen."""
LIMIT_MB = 1024
LOOK_SECONDS = 0.1


class NoWeek(RuntimeError):
    """The engine left no week, or one that breaks a rule."""


def measure() -> Table:
    table = Table("solve: from the press of the button to a checked draft; memory of the engine's process", HEADINGS)
    for key in SHIPPED:
        demo_week(table, key)
    hundred(table)
    return table


HEADINGS = ("", "clients", "sessions", "seconds", "limit s", "peak MB", "limit MB")


def demo_week(table: Table, key: str) -> None:
    """The first week of the demo center that nobody has released, as the worker solves it."""
    organization = load(key)
    monday, director = next_week(organization), director_of(organization)
    begun = time.monotonic()
    with acting_for(organization.pk, actor=director):
        run, _new = run_for(Program.objects.get(), monday, by=director, seconds=DEFAULT_SECONDS)
    draft = solve_now(run)
    seconds = time.monotonic() - begun
    if draft is None:
        raise NoWeek(f"{key}: no draft")
    name = f"{key}, demo week"
    table.row(
        name, len(draft.problem["clients"]), len(draft.solution["sessions"]), f"{seconds:.1f}", WEEK_SECONDS, "", ""
    )
    table.at_most(name, seconds, WEEK_SECONDS, "s")


def director_of(organization: Organization) -> User:
    return User.objects.get(organization=organization, role=Role.DIRECTOR.value)


def next_week(organization: Organization) -> date:
    with acting_for(organization.pk, actor="bench"):
        newest = Release.objects.latest("week__monday").week.monday
    return newest + timedelta(days=7)


def hundred(table: Table) -> None:
    """A center of its own, its next week as a problem, and the engine as the worker starts it."""
    with clock.set_to(noon()):
        center = make_center("bench-hundred", CLIENTS)
        with center.acting():
            problem = problem_for(center.cast.program, weeks.monday(1))
    seconds, peak, solution = watched(problem)
    table.row(
        f"{CLIENTS} clients",
        len(problem["clients"]),
        len(solution["sessions"]),
        f"{seconds:.1f}",
        "",
        f"{peak:.0f}",
        LIMIT_MB,
    )
    table.at_most(f"memory with {CLIENTS} clients", peak, LIMIT_MB, "MB")


def watched(problem: dict) -> tuple[float, float, dict]:
    """Seconds, peak MB and the week, checked here once more. The process has the worker's own ceiling."""
    with tempfile.TemporaryDirectory(prefix="iop-bench-") as folder:
        instance, output = Path(folder, "problem.json"), Path(folder, "solution.json")
        instance.write_text(json.dumps(problem), encoding="utf-8")
        engine = [sys.executable, "-m", "iop.core.timetable", instance, "-o", output, "--seconds", str(LONG_SECONDS)]
        begun = time.monotonic()
        child = subprocess.Popen(engine, stdout=subprocess.DEVNULL)
        resource.prlimit(child.pid, resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
        peak = highest(child)
        seconds = time.monotonic() - begun
        if child.returncode:
            raise NoWeek(f"the engine ended with {child.returncode}")
        solution = json.loads(output.read_text(encoding="utf-8"))
    if breaches := breaches_of(problem, solution):
        raise NoWeek(f"{len(breaches)} rules broken, first: {breaches[0]}")
    return seconds, peak, solution


def highest(child: subprocess.Popen) -> float:
    """MB at its highest, as the system keeps it; asked until it ends, for then the figure is gone."""
    found = 0
    while child.poll() is None:
        found = max(found, resident_peak_kb(child.pid))
        time.sleep(LOOK_SECONDS)
    return found / 1024


def resident_peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
