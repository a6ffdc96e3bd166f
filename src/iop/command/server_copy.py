"""A copy of the server's programs where every user may start them, for root in a closed folder without namespaces.

A capability opens folders to the server, but it asks the system about its own file in a way that leaves capabilities
out. So the programs alone move to an open place; the data stays where it is.
"""

import hashlib
import os
import shutil
from pathlib import Path

from iop.command.progress import say

OPEN_PLACE = Path("/var/cache")


def outside_closed_folders(binaries: Path) -> Path | None:
    """The programs of the copy, made at the first call; None where it cannot be made."""
    digest = hashlib.sha256((binaries / "postgres").read_bytes()).hexdigest()[:16]
    copy = OPEN_PLACE / f"openiop-postgresql-{digest}"
    wheel = binaries.parents[1]
    if not copy.exists() and os.access(OPEN_PLACE, os.W_OK):
        say(f"  copying the PostgreSQL programs to {copy}: other users cannot reach them here")
        make(wheel, binaries.parent, copy)
    # Somebody else's folder of that name is not ours to trust.
    if not copy.exists() or copy.stat().st_uid != os.geteuid():
        return None
    return copy / binaries.relative_to(wheel.parent)


def make(wheel: Path, programs: Path, copy: Path) -> None:
    """The programs find their libraries by the place they keep beside each other."""
    unfinished = copy.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    for folder in (programs, libraries):
        if folder.exists():
            shutil.copytree(folder, unfinished / folder.relative_to(wheel.parent), symlinks=True)
    for parent, _, files in os.walk(unfinished):
        Path(parent).chmod(0o755)
        for name in files:
            file = Path(parent, name)
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(copy)
