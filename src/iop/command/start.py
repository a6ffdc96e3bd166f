"""From the bare Python to the one in .venv: the last step that may use nothing but the standard library."""

import os
import sys
from pathlib import Path

from iop.command import arguments, venv
from iop.command.paths import ROOT, SOURCES
from iop.command.progress import Refusal

NEED_DEVELOPMENT_TOOLS = {"test", "check", "bench"}


def main(words: list[str]) -> None:
    """Make .venv, then become the real command inside it."""
    command = arguments.read(words).command
    try:
        python = venv.ensure(lock_for(command))
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), str(ROOT)])
    os.execv(python, [str(python), "-m", "iop.command", *words])


def lock_for(command: str) -> Path:
    return venv.DEVELOPMENT_LOCK if command in NEED_DEVELOPMENT_TOOLS else venv.RUN_LOCK
