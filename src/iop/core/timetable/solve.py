"""Make or repair a week. Ends with a week that keeps the rules, or says why there is none."""

import threading
import time
from collections.abc import Callable, Mapping

from iop.core.timetable.bounds import lone_bound
from iop.core.timetable.candidates import lawful_options
from iop.core.timetable.check import check
from iop.core.timetable.contents import Tier, tiers_of
from iop.core.timetable.fill import filled
from iop.core.timetable.improve import Improvement
from iop.core.timetable.mend import mended, starting_week
from iop.core.timetable.problem import Problem
from iop.core.timetable.reasons import reasons_for
from iop.core.timetable.result import Impossible, OutOfTime, Solved, TierResult

Progress = Callable[[Mapping[str, object]], None]

SHARES = (0.4, 0.4, 0.45, 0.6, 1.0)
"""Part of the remaining time each tier gets in a plan; what a tier leaves over goes to the next ones."""
REPAIR_SHARES = (0.3, 0.3, 0.35, 0.4, 0.5, 1.0)

AFTERWARDS_SECONDS = 1.5
"""Kept for the last question to end and for the reasons."""


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    workers: int = 2,
    on_progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Solved | Impossible | OutOfTime:
    """Search so long at most. Setting `stop` from another thread ends it early with the best week so far."""
    began = time.monotonic()
    week = starting_week(problem)
    verdict = check(problem, week)
    if not verdict.holds:
        return Impossible(verdict.breaches, time.monotonic() - began)
    options = lawful_options(problem)
    run = Improvement(
        problem=problem,
        options=options,
        week=mended(problem, filled(problem, options, week)),
        seed=seed,
        workers=workers,
        began=began,
        stop=stop or threading.Event(),
        on_progress=on_progress or _silent,
    )
    results = _by_tiers(run, began + seconds - min(AFTERWARDS_SECONDS, seconds / 10))
    end = Solved if all(result.proven for result in results) else OutOfTime
    return end(run.week, results, reasons_for(problem, options, run.week), time.monotonic() - began)


def _by_tiers(run: Improvement, end: float) -> tuple[TierResult, ...]:
    """One tier after the other; a later tier never costs an earlier one."""
    tiers = tiers_of(run.problem)
    shares = SHARES if len(tiers) == len(SHARES) else REPAIR_SHARES
    bounds: dict[str, int] = {}
    for tier, share in zip(tiers, shares, strict=True):
        until = time.monotonic() + max(0.0, end - time.monotonic()) * share
        bounds[tier.name] = run.improve(tier, _first_bound(run, tier, until), until)
    values = run.values
    return tuple(TierResult(tier.name, values[tier.name], bounds[tier.name]) for tier in tiers)


def _first_bound(run: Improvement, tier: Tier, until: float) -> int:
    """At most a quarter of the tier's time goes to the bound that every client sets alone."""
    latest = time.monotonic() + (until - time.monotonic()) / 4
    return lone_bound(run.problem, run.options, tier, lambda: time.monotonic() < latest and not run.stop.is_set())


def _silent(event: Mapping[str, object]) -> None:
    """Nobody listens."""
