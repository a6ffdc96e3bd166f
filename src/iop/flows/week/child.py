"""The engine in a process of its own: it holds no connection, knows no password, and has a ceiling of memory."""

import json
import os
import queue
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import iop

Json = dict[str, object]

MEMORY_BYTES = 1024**3
"""What a solve may take (issue 2, numbers: 1 GB at 100 clients); above 100 clients it grows with their number."""
CLIENTS_IN_CEILING = 100
LOOK_SECONDS = 0.5
"""How often we look whether somebody pressed stop, when the engine says nothing."""
GRACE_SECONDS = 30
"""Beyond its limit the engine is asked to end, and after as long again it is ended."""
FATAL_WORDS = 300


@dataclass(frozen=True)
class Answered:
    """The engine's solution file, and whether it was stopped before its time."""

    solution: Json
    stopped: bool


@dataclass(frozen=True)
class Broke:
    """The engine ended without a week; `words` are its own."""

    status: int
    words: str


def solve_in_child(
    problem: Json,
    *,
    seconds: int,
    on_progress: Callable[[Json], None],
    should_stop: Callable[[], bool],
    memory: int = MEMORY_BYTES,
) -> Answered | Broke:
    """Run the engine on a problem. Both callbacks run here, between its lines; the child never sees the database."""
    with tempfile.TemporaryDirectory(prefix="iop-solve-") as folder:
        instance, output = Path(folder, "problem.json"), Path(folder, "solution.json")
        instance.write_text(json.dumps(problem), encoding="utf-8")
        with Path(folder, "errors").open("w+") as errors:
            child = _start(instance, output, seconds, errors)
            try:
                _limit(child.pid, memory * max(1.0, len(problem["clients"]) / CLIENTS_IN_CEILING))
                stopped = _follow(child, seconds, on_progress, should_stop)
                status = child.wait()
            finally:
                _end(child)
            if status or not output.exists():
                errors.seek(0)
                return Broke(status, _last_words(errors.read()))
        return Answered(json.loads(output.read_text(encoding="utf-8")), stopped)


def _start(instance: Path, output: Path, seconds: int, errors: IO) -> subprocess.Popen:
    engine = [sys.executable, "-m", "iop.core.timetable", str(instance), "-o", str(output)]
    command = [*engine, "--seconds", str(seconds), "--progress"]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment()
    )


def _environment() -> dict[str, str]:
    """What Python needs to start; no database address and no key goes in."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(iop.__file__).resolve().parents[1])}


def _limit(pid: int, memory: float) -> None:
    """Linux limits a running child; elsewhere the ceiling is the machine's."""
    if hasattr(resource, "prlimit"):
        resource.prlimit(pid, resource.RLIMIT_DATA, (int(memory), int(memory)))


def _follow(child: subprocess.Popen, seconds: int, on_progress, should_stop) -> bool:
    """Pass on its lines until it closes its output. True when it was asked to stop."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(child.stdout, lines), daemon=True).start()
    last_call = time.monotonic() + seconds + GRACE_SECONDS
    listens, wanted, asked = False, False, False
    while (line := _next(lines)) is not None:
        if line.strip():
            listens = True
            on_progress(json.loads(line))
        wanted = wanted or should_stop() or time.monotonic() > last_call
        # Before its first line it may not have learnt yet to end with the best week: a signal would just kill it.
        if wanted and listens and not asked:
            child.terminate()
            asked = True
        if time.monotonic() > last_call + GRACE_SECONDS:
            child.kill()
    return asked


def _next(lines: queue.Queue) -> str | None:
    """Its next line, an empty one when it says nothing for a while, None when it has closed its output."""
    try:
        return lines.get(timeout=LOOK_SECONDS)
    except queue.Empty:
        return ""


def _read(output: IO[str], lines: queue.Queue) -> None:
    for line in output:
        lines.put(line)
    lines.put(None)


def _end(child: subprocess.Popen) -> None:
    """Whatever happened to us, the child does not outlive this call."""
    if child.poll() is None:
        child.kill()
        child.wait()
    child.stdout.close()


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:FATAL_WORDS] if lines else ""
