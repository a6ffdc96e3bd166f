"""Where things are: the checkout, its environment, and the data folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "src"
VENV = ROOT / ".venv"
SHARED = ROOT.parent / "shared"

PRIVATE = 0o700
FOR_OTHERS_NOTHING = 0o077  # what up and its children take from every file they make: mail, logs, heads of the trail
PASSABLE = 0o711  # others may pass through to a folder they own, and list nothing


def home() -> Path:
    """The data folder: IOP_HOME, or var/ in the checkout."""
    given = os.environ.get("IOP_HOME")
    return Path(given).expanduser().resolve() if given else ROOT / "var"


def make_home(folder: Path) -> Path:
    """Make the data folder; one that exists already keeps its permissions."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=PASSABLE)
        folder.chmod(PASSABLE)
    return folder


def private_folder(folder: Path) -> Path:
    """A folder that only its owner may open."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    folder.chmod(PRIVATE)
    return folder
