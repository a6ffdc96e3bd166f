"""`./iop check-shared`: the product over the project's shared material, where that folder lies beside the checkout."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from iop.command.paths import ROOT, SHARED, SOURCES
from iop.command.progress import say

# By the first word of an instance's name; kinds that are not listed are measured by ./iop bench.
SECONDS_PER_INSTANCE = {"tiny": 10, "small": 20, "medium": 60}


@dataclass(frozen=True)
class Verdict:
    """What the independent checker said about our week."""

    instance: str
    seconds: float
    violations: int | None
    said: str

    @property
    def good(self) -> bool:
        return self.violations == 0


def check_shared() -> int:
    if not SHARED.is_dir():
        say(f"No shared folder beside this checkout ({SHARED}): nothing to check.")
        return 0
    verdicts = []
    say(f"{'instance':22} {'seconds':>8} {'hard':>5}  tiers, or what went wrong")
    for instance in instances():
        verdict = solve_and_check(instance)
        hard = "-" if verdict.violations is None else verdict.violations
        say(f"{verdict.instance:22} {verdict.seconds:8.1f} {hard:>5}  {verdict.said}")
        verdicts.append(verdict)
    bad = [each.instance for each in verdicts if not each.good]
    say(f"{len(verdicts) - len(bad)} of {len(verdicts)} instances without hard violation")
    return 1 if bad else 0


def instances() -> list[Path]:
    files = sorted((SHARED / "scheduling" / "instances").glob("*.json"))
    kinds = list(SECONDS_PER_INSTANCE)
    return sorted((file for file in files if kind(file) in kinds), key=lambda file: kinds.index(kind(file)))


def kind(instance: Path) -> str:
    return instance.name.partition("-")[0]


def solve_and_check(instance: Path) -> Verdict:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        week = Path(folder) / "week.json"
        limit = str(SECONDS_PER_INSTANCE[kind(instance)])
        solving = python("-m", "iop.core.timetable", instance, "-o", week, "--seconds", limit)
        seconds = time.monotonic() - begun
        if not week.exists():
            return Verdict(instance.stem, seconds, None, f"no week: {last_line(solving.stderr or solving.stdout)}")
        checking = python(SHARED / "scheduling" / "check_schedule.py", instance, week, "--json")
    return verdict(instance.stem, seconds, checking)


def verdict(name: str, seconds: float, checking: subprocess.CompletedProcess[str]) -> Verdict:
    try:
        answer = json.loads(checking.stdout)
    except json.JSONDecodeError:
        return Verdict(name, seconds, None, last_line(checking.stderr or checking.stdout))
    said = ", ".join(f"{tier} {value}" for tier, value in answer["tiers"].items())
    return Verdict(name, seconds, answer["hard"], said)


def python(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)},
    )


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
