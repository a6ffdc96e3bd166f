"""Folders for whole instances, and an orderly end when the test run is interrupted."""

import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iop.command import paths


@pytest.fixture(scope="session")
def new_home() -> Callable[[], Path]:
    """A data folder below the test run's own, where the next test run looks for what a killed one left running."""

    def make() -> Path:
        drills = paths.make_home(Path(os.environ["IOP_HOME"]) / "drills")
        return Path(tempfile.mkdtemp(dir=drills)) / "home"

    return make


@pytest.fixture(scope="session", autouse=True)
def interrupted_once():
    """CI ends a whole process group at once: the first signal interrupts us, later ones must not interrupt the cleaning."""

    def interrupt(number: int, frame: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)
