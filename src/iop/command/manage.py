"""`./iop manage ...`: management commands, each with the login it needs, on the database that is at hand."""

import os
import subprocess
import sys
from pathlib import Path

from iop.command import database, paths, roles
from iop.command.database import Addresses
from iop.command.progress import say

# These read or change what only the owner of the tables may.
OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush", "refresh_statistics"}


def manage(words: list[str]) -> int:
    if words and words[0] == "roles":
        say(roles.for_an_administrator())
        return 0
    home = paths.make_home(paths.home())
    with database.at_hand(home) as addresses:
        return run(home, addresses, *words)


def run(home: Path, addresses: Addresses, *words: str, as_owner: bool | None = None) -> int:
    login = environment(home, addresses, *words, as_owner=as_owner)
    return subprocess.run(command(*words), check=False, env=login).returncode


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "iop.web.manage", *words]


def environment(home: Path, addresses: Addresses, *words: str, as_owner: bool | None = None) -> dict[str, str]:
    if as_owner is None:
        as_owner = bool(words) and words[0] in OWNER_COMMANDS
    demo = os.environ.get("IOP_DEMO") or ("1" if is_demo(home) else "0")
    login = addresses.for_owner() if as_owner else addresses.for_app()
    return database.environment(home, {**login, "IOP_DEMO": demo})


def is_demo(home: Path) -> bool:
    """What the first `up` in this folder decided."""
    decision = home / "demo"
    return decision.exists() and decision.read_text().strip() == "yes"


def build_demo() -> int:
    """The demo's people and weeks, made anew by running the loop."""
    return manage(["build_demo"])
