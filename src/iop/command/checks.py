"""`./iop check`: exactly what CI runs."""

import subprocess
import sys
import time
from collections.abc import Sequence

from iop.command import tests
from iop.command.paths import ROOT, VENV
from iop.command.progress import say

TOOLS = VENV / "bin"
STATIC_CHECKS: dict[str, Sequence[object]] = {
    "lint": [TOOLS / "ruff", "check", "."],
    "format": [TOOLS / "ruff", "format", "--check", ".", "iop"],
    "types": [TOOLS / "mypy"],
    "import contracts": [TOOLS / "lint-imports"],
    "migrations": [sys.executable, "-m", "iop.web.manage", "makemigrations", "--check", "--dry-run"],
}


def check(*, fast: bool) -> int:
    """Everything is run even when an early check fails, so that one run shows all there is to mend."""
    with tests.throwaway_database() as environment:
        good = [run(name, command, environment) for name, command in STATIC_CHECKS.items()]
        tested = tests.run_parts(tests.FAST if fast else tests.EVERYTHING, environment)
    failed = [name for name, passed in zip(STATIC_CHECKS, good, strict=True) if not passed]
    if failed:
        say(f"Failed before the tests: {', '.join(failed)}")
    return 1 if failed or tested else 0


def run(name: str, command: Sequence[object], environment: dict[str, str]) -> bool:
    """A check that passes says one line, a failing one all it has to say."""
    begun = time.monotonic()
    as_owner = {**environment, "IOP_AS_OWNER": "1"}
    done = subprocess.run(
        [str(word) for word in command], check=False, cwd=ROOT, env=as_owner, capture_output=True, text=True
    )
    passed = done.returncode == 0
    say(f"{name:18} {time.monotonic() - begun:6.1f} s  {'passed' if passed else 'FAILED'}")
    if not passed:
        say(done.stdout + done.stderr)
    return passed
