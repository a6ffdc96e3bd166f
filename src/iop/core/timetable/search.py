"""One run of the solver: the best week among given options for one tier, the earlier tiers kept as good as they are."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from iop.core.timetable.contents import HARD, Tier
from iop.core.timetable.decode import Choices, week_of
from iop.core.timetable.encode import hint
from iop.core.timetable.model import WeekModel, weighted
from iop.core.timetable.options import Options
from iop.core.timetable.problem import Problem
from iop.core.timetable.week import Week

MEMORY_MB = 900
"""The solver's own ceiling; with Python and the model about 1 GB."""

BEFORE_BESIDE = 1_000
"""Points of a tier spared beside it that one point of the tier in hand outweighs."""


@dataclass(frozen=True)
class Limits:
    seconds: float
    workers: int
    seed: int
    brief: bool = False
    """Small questions: search at once rather than study the model."""


@dataclass(frozen=True)
class Task:
    """Make `tier` small with these options; `caps` are the values the earlier tiers must not exceed.

    `beside` are later tiers, with weights, to be spared where that costs little; the bound then says nothing."""

    problem: Problem
    options: Options
    tier: Tier
    caps: Sequence[tuple[Tier, int]]
    beside: Sequence[tuple[int, Tier]] = ()


@dataclass(frozen=True)
class Outcome:
    """A week (None when none was found in time), a lower bound among the given options, and whether it is reached."""

    week: Week | None
    bound: int
    proven: bool
    impossible: bool


Report = Callable[[int, int], None]


def search(task: Task, start: Week, limits: Limits, stop: threading.Event, report: Report | None = None) -> Outcome:
    """Run the solver from the given week; `report` hears (value, bound) of better weeks."""
    model = WeekModel(task.problem, task.options)
    for rule in HARD:
        rule.build(model)
    for tier, value in task.caps:
        model.cp.add(tier.weigh(model) <= value)
    aims = [(BEFORE_BESIDE if task.beside else 1, task.tier), *task.beside]
    model.cp.minimize(weighted((weight, tier.weigh(model)) for weight, tier in aims))
    hint(model, start)
    solver = _solver(limits)
    if limits.brief:
        _less_preparation(solver)
    status = _run(solver, model.cp, stop, report)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Outcome(
        week=week_of(task.problem, _choices(model, solver)) if found else None,
        bound=_whole(solver.best_objective_bound) if status != cp_model.MODEL_INVALID else 0,
        proven=status == cp_model.OPTIMAL,
        impossible=status == cp_model.INFEASIBLE,
    )


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_time_in_seconds = max(0.05, limits.seconds)
    solver.parameters.max_memory_in_mb = MEMORY_MB
    return solver


def _less_preparation(solver: cp_model.CpSolver) -> None:
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def on_solution_callback(self) -> None:
        self._report(_whole(self.objective_value), _whole(self.best_objective_bound))


def _run(solver: cp_model.CpSolver, model: cp_model.CpModel, stop: threading.Event, report: Report | None) -> object:
    """Solve until done, out of time or told to stop. The watcher ends with the solve."""
    done = threading.Event()
    watcher = threading.Thread(target=_stop_when, args=(solver, stop, done), daemon=True)
    watcher.start()
    status = solver.solve(model, _Listener(report)) if report else solver.solve(model)
    done.set()
    watcher.join()
    return status


def _stop_when(solver: cp_model.CpSolver, stop: threading.Event, done: threading.Event) -> None:
    while not done.wait(0.2):
        if stop.is_set():
            solver.stop_search()


def _choices(model: WeekModel, solver: cp_model.CpSolver) -> Choices:
    return Choices(
        tuple(option for option, var in model.vars.items() if solver.value(var)),
        {use: count for use, var in model.uses.items() if (count := solver.value(var))},
    )


def _whole(value: float) -> int:
    """Objectives are whole numbers, handed over as floats; a bound just below one means that one."""
    return round(value) if abs(value - round(value)) < 1e-4 else int(value // 1) + 1
