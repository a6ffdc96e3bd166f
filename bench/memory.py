"""What a running site takes: launcher, web server, worker and PostgreSQL, each page of memory counted once (PSS)."""

import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench import site
from bench.site import Site
from bench.table import Table
from iop.accounts.demo import DOMAIN, PASSWORD
from iop.command.paths import PASSABLE, ROOT

LIMIT_MB = 1024
IDLE_SECONDS = 10
ROUNDS = 10
DIRECTOR = f"director@waypoint{DOMAIN}"
PAGES = ("/board/", "/clients/", "/timetable/", "/group-rooms/", "/to-sign/", "/safety/", "/staff/", "/account/")


def measure() -> Table:
    table = Table(
        "memory: PSS of everything ./iop up started, with the demo", ("", "processes", "idle MB", "serving MB")
    )
    with tempfile.TemporaryDirectory(prefix="iop-bench-") as folder:
        # PostgreSQL may run as another user: it has to pass through to its own folder.
        Path(folder).chmod(PASSABLE)
        with site.running(ROOT, Path(folder, "home"), Path(folder, "said")) as up:
            time.sleep(IDLE_SECONDS)
            idle = by_program(up.launcher)
            browse(up)
            serving = by_program(up.launcher)
    for name in serving:
        table.row(name, len(serving[name]), mb(idle.get(name, [])), mb(serving[name]))
    totals = [sum(sum(sizes) for sizes in found.values()) for found in (idle, serving)]
    table.row("together", sum(map(len, serving.values())), *(f"{total / 1024:.0f}" for total in totals))
    table.at_most("idle", totals[0] / 1024, LIMIT_MB, "MB")
    table.at_most("serving", totals[1] / 1024, LIMIT_MB, "MB")
    return table


def browse(up: Site) -> None:
    """As a signed-in director, often enough that every worker of the web server has had its turn."""
    cookies = site.sign_in(up, DIRECTOR, PASSWORD)
    for _ in range(ROUNDS):
        for path in PAGES:
            status = up.status(path, cookies)
            if status not in (200, 302):
                raise site.NotUp(f"{path} answered {status}")


def mb(sizes: list[int]) -> str:
    return f"{sum(sizes) / 1024:.0f}"


def by_program(launcher: int) -> dict[str, list[int]]:
    """kB of each process that descends from the launcher, by what it is."""
    found: dict[str, list[int]] = defaultdict(list)
    for pid in descendants(launcher):
        found[program_of(pid)].append(pss_kb(pid))
    return dict(sorted(found.items()))


def descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        parent = parent_of(int(folder.name))
        if parent is not None:
            children[parent].append(int(folder.name))
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def parent_of(pid: int) -> int | None:
    """None when it has ended while we looked around."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None


def program_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    known = {"postgres": "PostgreSQL", "granian": "web server", "iop.web.worker": "worker", "up": "launcher"}
    return next((name for word, name in known.items() if word in words), "others")


def pss_kb(pid: int) -> int:
    """Proportional set size: what is shared counts in parts, so that the sum counts it once."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
