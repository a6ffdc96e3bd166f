"""The engine's own command line: no database, exit statuses, stop, whole files only."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iop.core.timetable.cli import NO_WEEK, SOLVED, UNREADABLE
from iop.core.timetable.cli import main as run_here
from tests.scheduling.instances import ENVIRONMENT, instance, path_of
from tests.scheduling.reference import check_schedule
from tests.scheduling.tiny import as_week_json, one, problem_json, talk


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "iop.core.timetable", *map(str, arguments)]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False, env=ENVIRONMENT)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(problem_json()))
    return path


def test_a_week_is_written_and_its_tiers_printed(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "solution.json"
    done = run(tiny, "-o", output, "--seconds", 5)
    assert done.returncode == SOLVED, done.stderr
    assert "unmet_minutes" in done.stdout
    assert "proven" in done.stdout
    answer = json.loads(output.read_text())
    assert answer["format"] == "iop-week-solution/1"
    assert check_schedule.check(problem_json(), answer).violations == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_progress_is_json_lines(tiny: Path, tmp_path: Path) -> None:
    done = run(tiny, "-o", tmp_path / "solution.json", "--seconds", 5, "--progress")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events
    assert all({"seconds", "tier", "value", "bound"} == event.keys() for event in events)


def test_input_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "iop-week/1",\n\n')
    for path in (broken, tmp_path / "missing.json", tmp_path):
        done = run(path, "-o", tmp_path / "solution.json")
        assert done.returncode == UNREADABLE
        assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "solution.json").exists()


def test_a_folder_that_is_not_there_is_said_before_solving(tiny: Path, tmp_path: Path) -> None:
    assert run(tiny, "-o", tmp_path / "nowhere" / "solution.json").returncode == UNREADABLE


def test_impossible_history_is_status_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clash.json"
    published = as_week_json(talk("1", 540, "c"), one("2", 540, "d"))
    path.write_text(json.dumps(problem_json(mode="replan", now=600, published=published)))
    assert run_here([str(path), "-o", str(tmp_path / "solution.json"), "--seconds", "3"]) == NO_WEEK
    assert "S6" in capsys.readouterr().err


def test_told_to_stop_it_writes_the_best_week(tmp_path: Path) -> None:
    output = tmp_path / "solution.json"
    process = subprocess.Popen(
        command(path_of("medium-2-opening"), "-o", output, "--seconds", 120, "--progress"),
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == SOLVED
    process.stdout.close()
    facts = instance("medium-2-opening")
    assert check_schedule.check(facts, json.loads(output.read_text())).violations == []
