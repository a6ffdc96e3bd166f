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
    problem: Json, *, seconds: int, on_progress: Callable[[Json], None], should_stop: Callable[[], bool]
) -> Answered | Broke:
    """Run the engine on a problem. Both callbacks run here, between its lines; the child never sees the database."""
    with tempfile.TemporaryDirectory(prefix="iop-solve-") as folder:
        instance, output = Path(folder, "problem.json"), Path(folder, "solution.json")
        instance.write_text(json.dumps(problem), encoding="utf-8")
        with Path(folder, "errors").open("w+") as errors:
            stopped, status = _run(
                _command(instance, output, seconds), problem, seconds, errors, on_progress, should_stop
            )
            if status or not output.exists():
                errors.seek(0)
                return Broke(status, _last_words(errors.read()))
        return Answered(json.loads(output.read_text(encoding="utf-8")), stopped)


def _command(instance: Path, output: Path, seconds: int) -> list[str]:
    engine = [sys.executable, "-m", "iop.core.timetable", str(instance), "-o", str(output)]
    return [*engine, "--seconds", str(seconds), "--progress"]


def _run(command, problem, seconds, errors: IO, on_progress, should_stop) -> tuple[bool, int]:
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment()
    )
    try:
        _limit(child.pid, problem)
        stopped = _follow(child, seconds, on_progress, should_stop)
        return stopped, child.wait()
    finally:
        _end(child)


def _environment() -> dict[str, str]:
    """What Python needs to start; no database address and no key goes in."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(iop.__file__).resolve().parents[1])}


def _limit(pid: int, problem: Json) -> None:
    """Linux limits a running child; elsewhere the ceiling is the machine's."""
    if hasattr(resource, "prlimit"):
        most = MEMORY_BYTES * max(1, len(problem["clients"]) / CLIENTS_IN_CEILING)
        resource.prlimit(pid, resource.RLIMIT_DATA, (int(most), int(most)))


def _follow(child: subprocess.Popen, seconds: int, on_progress, should_stop) -> bool:
    """Pass on its lines until it closes its output. True when it was asked to stop."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(child.stdout, lines), daemon=True).start()
    last_call, stopped = time.monotonic() + seconds + GRACE_SECONDS, False
    while True:
        try:
            line = lines.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            line = ""
        if line is None:
            return stopped
        if line.strip():
            on_progress(json.loads(line))
        if not stopped and (should_stop() or time.monotonic() > last_call):
            child.terminate()
            stopped = True
        if time.monotonic() > last_call + GRACE_SECONDS:
            child.kill()


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
