"""Solve a problem file without a database.

Exit status: 0 a week that keeps every rule was written, 1 there is none, 2 the input cannot be read or the output
not written. SIGTERM or Ctrl-C end the search early; the best week so far is written and the status is 0."""

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from iop.core.timetable.check import check
from iop.core.timetable.fields import ProblemError
from iop.core.timetable.problem import Problem
from iop.core.timetable.reading import read_problem
from iop.core.timetable.result import Found, Impossible, OutOfTime, Solved
from iop.core.timetable.solution import solution_json
from iop.core.timetable.solve import solve
from iop.core.timetable.words import sentences

DEFAULT_SECONDS = 60.0
REASONS_SHOWN = 20

SOLVED, NO_WEEK, UNREADABLE = 0, 1, 2

Answer = Solved | Impossible | OutOfTime


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    try:
        problem = read_problem(asked.instance.read_text(encoding="utf-8"))
        if not asked.output.parent.is_dir():
            return _unusable(f"{asked.output.parent} is not a folder")
    except (OSError, UnicodeDecodeError, ProblemError) as error:
        return _unusable(f"{asked.instance}: {_one_line(error)}")
    answer = _answer(problem, asked)
    if isinstance(answer, Impossible):
        return _no_week([f"{b.code} {b.session}: {b.text}" for b in answer.breaches])
    broken = check(problem, answer.week).breaches
    if broken:
        return _no_week([f"{b.code} {b.session}: {b.text}" for b in broken])
    try:
        write_atomically(asked.output, json.dumps(answer_json(answer), indent=1) + "\n")
    except OSError as error:
        return _unusable(f"{asked.output}: {_one_line(error)}")
    if not asked.progress:
        print(_summary(answer))
    return SOLVED


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="iop solve", description="Make or repair a week.")
    parser.add_argument("instance", type=Path, help="problem file (iop-week/1)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="solution file to write")
    parser.add_argument("--seconds", type=_seconds, default=DEFAULT_SECONDS, help="time limit (default 60)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2, help="solver threads (default 2)")
    parser.add_argument("--progress", action="store_true", help="print progress as JSON lines")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1_000_000:
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def _answer(problem: Problem, asked: argparse.Namespace) -> Answer:
    """Solve in a second thread: Python runs signal handlers in the first one only, and the solver would hold it."""
    stop, found = threading.Event(), list[Answer]()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    failure = list[BaseException]()

    def run() -> None:
        try:
            found.append(
                solve(
                    problem,
                    seconds=asked.seconds,
                    seed=asked.seed,
                    workers=asked.workers,
                    on_progress=_print_line if asked.progress else None,
                    stop=stop,
                )
            )
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        thread.join(0.2)
    if failure:
        raise failure[0]
    return found[0]


def _print_line(event: Mapping[str, object]) -> None:
    print(json.dumps(dict(event)), flush=True)


def answer_json(answer: Found) -> dict[str, object]:
    """The solution file: what the format asks for, and what is known about it."""
    return {
        **solution_json(answer.week),
        "tiers": {tier.name: tier.value for tier in answer.tiers},
        "bounds": {tier.name: tier.bound for tier in answer.tiers},
        "reasons": [asdict(reason) for reason in answer.reasons],
        "seconds": round(answer.seconds, 2),
    }


def write_atomically(path: Path, text: str) -> None:
    """The file is there whole or as it was before."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _summary(answer: Found) -> str:
    lines = [f"{'tier':22s}{'value':>10s}{'bound':>10s}"]
    for tier in answer.tiers:
        lines.append(f"{tier.name:22s}{tier.value:10d}{tier.bound:10d}  {'proven' if tier.proven else 'gap'}")
    lines.append(f"{len(answer.week.sessions)} sessions, {answer.seconds:.1f} s")
    lines.extend(" ".join(sentences(reason)) for reason in answer.reasons[:REASONS_SHOWN])
    if len(answer.reasons) > REASONS_SHOWN:
        lines.append(f"... and {len(answer.reasons) - REASONS_SHOWN} more reasons in the file")
    return "\n".join(lines)


def _no_week(texts: Sequence[str]) -> int:
    print("no week keeps the rules:", *texts, sep="\n  ", file=sys.stderr)
    return NO_WEEK


def _unusable(text: str) -> int:
    print(text, file=sys.stderr)
    return UNREADABLE


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
