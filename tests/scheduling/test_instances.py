"""Every problem file up to medium size: a week without hard violation, in time and within the memory ceiling."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.scheduling.instances import ENVIRONMENT, NAMES, instance, path_of
from tests.scheduling.reference import check_schedule

SECONDS = {"tiny": 8, "small": 14, "medium": 20}
GRACE_SECONDS = 15
"""Start of Python and the solver's library on a busy machine."""
CEILING_MB = 1024


@pytest.mark.solver
@pytest.mark.parametrize("name", NAMES)
def test_solved_without_hard_violation(name: str, tmp_path: Path) -> None:
    seconds, output = SECONDS[name.split("-")[0]], tmp_path / "solution.json"
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "iop.core.timetable", path_of(name), "-o", output, "--seconds", str(seconds)],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert run.returncode == 0, run.stderr
    assert time.monotonic() - began < seconds + GRACE_SECONDS
    answer = json.loads(output.read_text())
    result = check_schedule.check(instance(name), answer)
    assert result.violations == []
    assert result.tiers == answer["tiers"]
    assert all(answer["bounds"][tier] <= value for tier, value in result.tiers.items())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 < CEILING_MB


def first_two(name: str, output: Path) -> tuple[int, ...]:
    return tuple(check_schedule.check(instance(name), json.loads(output.read_text())).tiers.values())[:2]


@pytest.mark.solver
def test_a_tiny_week_meets_every_prescription(tmp_path: Path) -> None:
    output = tmp_path / "solution.json"
    command = [sys.executable, "-m", "iop.core.timetable", path_of("tiny-2-week"), "-o", output, "--seconds", "20"]
    assert subprocess.run(command, check=False, capture_output=True, env=ENVIRONMENT).returncode == 0
    assert first_two("tiny-2-week", output) == (0, 0)
