"""The solver's side of a week: one variable per option, and the sums that the rules speak about."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from iop.core.timetable.options import (
    Care,
    Hold,
    Lead,
    Meeting,
    Option,
    Options,
    RoomUse,
    Seat,
    Work,
    hold_of,
)
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.times import day_of

Expr = cp_model.LinearExpr
Var = cp_model.IntVar


class CareVar(NamedTuple):
    """Care a client may get, and the variable that says so."""

    option: Care
    var: Var


class WorkVar(NamedTuple):
    """Work a staff member may do, and the variable that says so."""

    option: Work
    var: Var


class WeekModel:
    """Variables for the options of a problem; rules add what must hold, tiers what is to be small."""

    def __init__(self, problem: Problem, options: Options) -> None:
        self.problem = problem
        self.options = options
        self.cp = cp_model.CpModel()
        self.vars: dict[Option, Var] = {}
        self.leads: dict[tuple[str, int], list[tuple[Lead, Var]]] = defaultdict(list)
        self.seats: dict[tuple[str, int], list[tuple[Seat, Var]]] = defaultdict(list)
        self.care: dict[str, list[CareVar]] = defaultdict(list)
        self.work: dict[str, list[WorkVar]] = defaultdict(list)
        self.demand: dict[Hold, list[Var]] = defaultdict(list)
        self.uses: dict[RoomUse, Var] = {}
        self._attended: dict[tuple[str, int, str | None], Var] = {}
        self._stays: dict[tuple[str, int, str | None], dict[int, Var]] = {}
        self._declare(options)

    def _declare(self, options: Options) -> None:
        for lead in options.leads:
            self.leads[lead.group, lead.start].append((lead, self._choice(lead)))
        for seat in options.seats:
            self.seats[seat.group, seat.start].append((seat, self._choice(seat)))
        given: list[Care] = [*options.seats, *options.visits]
        for option in given:
            self.care[option.client].append(CareVar(option, self._choice(option)))
        done: list[Work] = [*options.leads, *options.visits, *options.meetings]
        for work in done:
            self.work[work.staff].append(WorkVar(work, self._choice(work)))
            if isinstance(work, Meeting):
                self.work[work.co_staff].append(WorkVar(work, self._choice(work)))
            elif work.location != TELEHEALTH and work.start >= self.problem.frozen_before:
                self.demand[hold_of(self.problem, work)].append(self._choice(work))
        for settled in options.settled:
            self.cp.add(self.vars[settled] == 1)
        for use in options.uses:
            most = min(len(use.rooms.rooms), len(self.demand[use.hold]))
            self.uses[use] = self.cp.new_int_var(0, most, "")

    def _choice(self, option: Option) -> Var:
        if option not in self.vars:
            self.vars[option] = self.cp.new_bool_var("")
        return self.vars[option]

    def keep_only(self, lawful: Callable[[Problem, Option], bool]) -> None:
        """Rule out unlawful options; what already happened stays as it was."""
        for option, var in self.vars.items():
            if option.start >= self.problem.frozen_before and not lawful(self.problem, option):
                self.cp.add(var == 0)

    def sections(self, group: str, start: int) -> Expr:
        """How many sections of the group run at this start."""
        return total(var for _, var in self.leads.get((group, start), []))

    def never_two_at_once(self, blocks: Iterable[tuple[int, int, Var]]) -> None:
        """At most one of these (start, end, choice) at any time."""
        at: dict[int, list[Var]] = defaultdict(list)
        for start, end, var in blocks:
            for slot in range(start, end, self.problem.grid):
                at[slot].append(var)
        for slot in sorted(at):
            if len(at[slot]) > 1:
                self.cp.add_at_most_one(at[slot])

    def care_by_day(self, client: str) -> Mapping[int, list[CareVar]]:
        days: dict[int, list[CareVar]] = defaultdict(list)
        for care in self.care.get(client, []):
            days[day_of(care.option.start)].append(care)
        return dict(sorted(days.items()))

    def attended(self, client: str, day: int, location: str | None = None) -> Var:
        """True exactly when the client gets care that day (at that location)."""
        key = (client, day, location)
        if key not in self._attended:
            care = [
                c.var
                for c in self.care_by_day(client).get(day, [])
                if location is None or c.option.location == location
            ]
            here = self.cp.new_bool_var("")
            self.cp.add_bool_or([*care, here.negated()])
            for var in care:
                self.cp.add_implication(var, here)
            self._attended[key] = here
        return self._attended[key]

    def stay(self, client: str, day: int, site: str | None = None) -> Mapping[int, Var]:
        """By slot of the grid: true at least from the first start to the last end of that day (at that site)."""
        key = (client, day, site)
        if key not in self._stays:
            care = [c for c in self.care_by_day(client).get(day, []) if site is None or c.option.location == site]
            self._stays[key] = self._stay(care)
        return self._stays[key]

    def _stay(self, care: Sequence[CareVar]) -> dict[int, Var]:
        """`come` holds from the first start on, `go` until the last end; in between the client is there.

        Sums rather than single implications give a better bound; they rest on the rule against client clashes."""
        if not care:
            return {}
        grid = self.problem.grid
        slots = range(min(c.option.start for c in care), max(c.option.end for c in care), grid)
        come = {slot: self.cp.new_bool_var("") for slot in slots}
        go = {slot: self.cp.new_bool_var("") for slot in slots}
        there = {slot: self.cp.new_bool_var("") for slot in slots}
        for slot in slots:
            self.cp.add_bool_or([there[slot], come[slot].negated(), go[slot].negated()])
            if slot + grid in come:
                self.cp.add_implication(come[slot], come[slot + grid])
                self.cp.add_implication(go[slot + grid], go[slot])
        for slot in slots:
            self.cp.add(total(v for o, v in care if o.start == slot) <= come[slot])
            self.cp.add(total(v for o, v in care if o.end == slot + grid) <= go[slot])
            self.cp.add(total(v for o, v in care if o.start <= slot < o.end) <= there[slot])
        return there

    def excess(self, expr: Expr, most: int) -> Expr:
        """A variable that is at least the expression and at least 0 (equal when made small)."""
        if most <= 0:
            return total([])
        var = self.cp.new_int_var(0, most, "")
        self.cp.add(var >= expr)
        return var


def total(terms: Iterable[Expr | int]) -> Expr:
    """The sum of the terms, 0 for none."""
    return weighted((1, term) for term in terms)


def weighted(terms: Iterable[tuple[int, Expr | int]]) -> Expr:
    """The sum of weight times term, 0 for none."""
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([term for _, term in pairs], [weight for weight, _ in pairs])
