"""From a clean clone to the first page, and the second start of the same folder. What the cache of packages holds, it holds."""

import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import site
from bench.table import Table
from iop.command.paths import PASSABLE, ROOT

FIRST_SECONDS, SECOND_SECONDS = 60, 10


@dataclass(frozen=True)
class Start:
    """`seconds` by the clock; `work` is processor time of everything that was started, until it was stopped again."""

    seconds: float
    work: float


def measure() -> Table:
    """The clone is made of what is committed; PostgreSQL, tables and demo are made anew in it."""
    title = "startup: seconds until the sign-in page is served; processor seconds tell how much others slowed it down"
    table = Table(title, ("", "seconds", "limit", "processor"))
    with tempfile.TemporaryDirectory(prefix="iop-bench-") as folder:
        Path(folder).chmod(PASSABLE)
        clone, said = Path(folder, "clone"), Path(folder, "said")
        starts = {
            "clone and first start": (timed(lambda: cloned(clone), clone, said), FIRST_SECONDS),
            "second start": (timed(lambda: None, clone, said), SECOND_SECONDS),
        }
        table.notes += [line for line in said.read_text().splitlines() if line.endswith(" s")]
    for name, (start, limit) in starts.items():
        table.row(name, f"{start.seconds:.1f}", limit, f"{start.work:.1f}")
        table.at_most(name, start.seconds, limit, "s")
    return table


def timed(before: Callable[[], None], clone: Path, said: Path) -> Start:
    worked, begun = work_of_children(), time.monotonic()
    before()
    with site.running(clone, None, said):
        seconds = time.monotonic() - begun
    return Start(seconds, work_of_children() - worked)


def work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cloned(into: Path) -> None:
    """No links to the objects here: what somebody else would get."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(into)], check=True)
    into.chmod(PASSABLE)
