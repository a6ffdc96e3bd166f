"""The copied problem files and the reference checker."""

import json
from pathlib import Path
from typing import Any

import iop
from iop.core.timetable.solution import solution_json
from iop.core.timetable.week import Week
from tests.scheduling.reference import check_schedule

FOLDER = Path(__file__).parent / "instances"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

ENVIRONMENT = {"PYTHONPATH": str(Path(iop.__file__).parents[1])}
"""For the engine as a child process: nothing else of ours, no database."""

Json = dict[str, Any]


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def instance(name: str) -> Json:
    value: Json = json.loads(path_of(name).read_text(encoding="utf-8"))
    return value


def judged(problem: Json, week: Week) -> check_schedule.Result:
    """What the reference checker says of a week."""
    return check_schedule.check(problem, json.loads(json.dumps(solution_json(week))))


def codes(result: check_schedule.Result) -> set[str]:
    return {code for code, _ in result.violations}
