"""Makes .venv from the hash-pinned lock files, and only again when a lock file changed. Standard library only."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iop.command.paths import ROOT, VENV
from iop.command.progress import Refusal, step, warn

RUN_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"
INSTALLER_LOCK = ROOT / "requirements-uv.lock"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks"
NEEDS_VENV = (
    "This Python cannot make a virtual environment. Install its venv package "
    "(Debian, Ubuntu: apt-get install python3-venv; others: python3-pip), then run the same command again."
)


def ensure(lock: Path = RUN_LOCK) -> Path:
    """.venv holds what the lock file says; returns its Python."""
    if up_to_date(lock):
        return PYTHON
    with only_one_installs():
        if not works():
            with step("making .venv"):
                make()
        if not up_to_date(lock):
            with step(f"installing {lock.name}"):
                install(lock)
            remember(lock)
    return PYTHON


def up_to_date(lock: Path) -> bool:
    return STAMP.exists() and digest(lock) in STAMP.read_text().split() and works()


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def works() -> bool:
    """Whether .venv has a Python that starts (it stops doing so when the system's Python is replaced)."""
    if not PYTHON.exists():
        return False
    version = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", version], check=False, capture_output=True).returncode == 0


@contextmanager
def only_one_installs() -> Iterator[None]:
    """Two commands started together: the second waits for the first."""
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)
        yield
    finally:
        os.close(checkout)


def make() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") and run(sys.executable, "-m", "venv", VENV):
        return
    # Debian splits ensurepip off: the environment itself can still be made, and filled from outside.
    shutil.rmtree(VENV, ignore_errors=True)
    if not run(sys.executable, "-m", "venv", "--without-pip", VENV) or not outside_installer():
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refusal(NEEDS_VENV)


def outside_installer() -> list[str] | None:
    """The system's pip (22.3 or newer can install into another environment) or uv, when there is one."""
    if run(sys.executable, "-m", "pip", "--python", PYTHON, "--version"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON), "install"]
    uv = shutil.which("uv")
    return [uv, "pip", "install", "--python", str(PYTHON)] if uv else None


def install(lock: Path) -> None:
    """Install with uv; where uv cannot reach the registry (it does not read pip's settings), with pip."""
    own_pip = [str(PYTHON), "-m", "pip", "install"]
    pip = own_pip if run(PYTHON, "-m", "pip", "--version") else outside_installer()
    if pip is None:
        raise Refusal(NEEDS_VENV)
    uv = VENV / "bin" / "uv"
    into_venv = [str(uv), "pip", "install", "--python", str(PYTHON)]
    if (uv.exists() or hashed(pip, INSTALLER_LOCK)) and hashed(into_venv, lock):
        return
    warn("  uv could not install; trying pip")
    if not hashed(pip, lock, show=True):
        raise Refusal(f"Installing {lock.name} did not work; the lines above say why. Is the registry reachable?")


def hashed(installer: list[str], lock: Path, *, show: bool = False) -> bool:
    return run(*installer, "--quiet", "--require-hashes", "-r", lock, show=show)


def remember(lock: Path) -> None:
    """The development lock holds all of the other, so both are installed then."""
    locks = {lock, RUN_LOCK} if lock == DEVELOPMENT_LOCK else {lock}
    STAMP.write_text("\n".join(sorted(digest(each) for each in locks)) + "\n")


def run(*command: object, show: bool = False) -> bool:
    """Run quietly; what it printed is shown when it must explain why nothing else can be tried."""
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True)
    if show and done.returncode:
        warn(done.stdout + done.stderr)
    return done.returncode == 0
