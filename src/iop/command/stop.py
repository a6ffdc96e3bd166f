"""`./iop stop`: end the launcher at work in this folder, or what one that was killed left behind."""

import os
import signal
from pathlib import Path

from iop.command import home_lock, parts, paths, postgres, processes
from iop.command.postgres import Cluster
from iop.command.progress import Refusal, say, step

LAUNCHER_SECONDS = 60


def stop() -> int:
    say(end(paths.home()))
    return 0


def end(home: Path) -> str:
    """End everything of this folder; returns what there was to end."""
    if not home.exists():
        return f"Nothing to stop: {home} does not exist."
    if launcher := home_lock.holder(home):
        with step("stopping OpenIOP"):
            os.kill(launcher.pid, signal.SIGTERM)
            if not processes.wait_until(lambda: not processes.is_running(launcher), LAUNCHER_SECONDS):
                raise Refusal(f"The launcher (process {launcher.pid}) does not end.")
        return "Stopped."
    if not home_lock.take(home):
        raise Refusal("Another ./iop command is using the database of this folder; try again when it is done.")
    return "Stopped what was left." if end_leftovers(home) else "Nothing was running."


def end_leftovers(home: Path) -> bool:
    found = [parts.end_leftovers(home, name) for name in (parts.WEB, parts.WORKER)]
    cluster = Cluster(home)
    if postgres.remaining(cluster):
        postgres.end_server(cluster)
        found.append(True)
    return any(found)
