"""Inside .venv: one command, one module."""

import signal
import subprocess
import sys

from iop.command import arguments, bench, checks, manage, shared, stop, tests, up
from iop.command.arguments import Arguments
from iop.command.progress import Refusal


def run(typed: Arguments) -> int:
    commands = {
        "up": lambda: up.up(typed.options),
        "stop": stop.stop,
        "test": lambda: tests.test(typed.passed_on),
        "check": lambda: checks.check(fast=typed.options.fast),
        "check-shared": shared.check_shared,
        "solve": lambda: solve(typed.passed_on),
        "bench": lambda: bench.bench(typed.passed_on),
        "manage": lambda: manage.manage(typed.passed_on),
        "build-demo": manage.build_demo,
    }
    return commands[typed.command]()


def solve(words: list[str]) -> int:
    """The engine by itself: no database, no settings."""
    return subprocess.run([sys.executable, "-m", "iop.core.timetable", *words], check=False).returncode


def main() -> int:
    # Being ended by another program leaves as little behind as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run(arguments.read(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
