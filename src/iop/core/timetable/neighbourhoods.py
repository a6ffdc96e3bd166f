"""Small questions about a week at hand: which options may change while all else stays as it is or is left out.

Clients for whom nothing is free keep their whole week."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from numpy.random import default_rng

from iop.core.timetable.encode import choices_of
from iop.core.timetable.options import Care, Hold, Lead, Option, Options, Seat, Visit, hold_of
from iop.core.timetable.problem import TELEHEALTH, Problem
from iop.core.timetable.times import day_of
from iop.core.timetable.week import Week

Item = TypeVar("Item")
KINDS = ("day", "clients", "groups", "staff")

Free = Callable[[Option], bool]


@dataclass(frozen=True)
class Neighbourhood:
    name: str
    free: Free


def around(problem: Problem, options: Options, week: Week, free: Free) -> Options:
    """The options the week takes, and those that are free; seats only where somebody may lead."""
    taken = set(choices_of(problem, week).options)

    def kept(option: Option) -> bool:
        return option in taken or free(option)

    leads = tuple(o for o in options.leads if kept(o))
    led = {(o.group, o.start) for o in leads}
    visits = tuple(o for o in options.visits if kept(o))
    seats = tuple(o for o in options.seats if (o.group, o.start) in led and kept(o))
    care: list[Care] = [*seats, *visits]
    moving = {o.client for o in care if o not in taken}
    holds = _holds(problem, (*leads, *visits))
    return Options(
        leads=leads,
        seats=seats,
        visits=visits,
        meetings=tuple(o for o in options.meetings if kept(o)),
        uses=tuple(use for use in options.uses if use.hold in holds),
        settled=frozenset(o for o in care if o.client not in moving),
    )


def _holds(problem: Problem, care: tuple[Lead | Visit, ...]) -> set[Hold]:
    return {hold_of(problem, o) for o in care if o.location != TELEHEALTH and o.start >= problem.frozen_before}


def one_day(day: frozenset[int], clients: frozenset[str]) -> Neighbourhood:
    """Anything on one day, for some of the clients."""

    def free(option: Option) -> bool:
        return day_of(option.start) in day and (not isinstance(option, Seat | Visit) or option.client in clients)

    return Neighbourhood("day", free)


def some_clients(clients: frozenset[str]) -> Neighbourhood:
    """Where these clients go, in the groups that run anyway, and all their individual sessions."""

    def free(option: Option) -> bool:
        return isinstance(option, Seat | Visit) and option.client in clients

    return Neighbourhood("clients", free)


def some_groups(groups: frozenset[str], clients: frozenset[str]) -> Neighbourhood:
    """When and by whom these groups are held, who attends them, and some clients' individual sessions."""

    def free(option: Option) -> bool:
        if isinstance(option, Lead | Seat):
            return option.group in groups
        return isinstance(option, Visit) and option.client in clients

    return Neighbourhood("groups", free)


def some_staff(staff: frozenset[str], days: frozenset[int], clients: frozenset[str]) -> Neighbourhood:
    """All work of these people on these days, and where some clients go then."""

    def free(option: Option) -> bool:
        if day_of(option.start) not in days:
            return False
        return option.client in clients if isinstance(option, Seat) else option.staff in staff

    return Neighbourhood("staff", free)


class Neighbourhoods:
    """A repeatable stream of questions; a size (0 to 1, by kind) says how large a part of the week is free."""

    def __init__(self, problem: Problem, options: Options, seed: int) -> None:
        self.problem = problem
        self.options = options
        self.random = default_rng(seed)
        self.days = sorted({day_of(o.start) for o in options.leads} | {day_of(o.start) for o in options.visits})
        self.turn = 0

    def next(self, sizes: Mapping[str, float]) -> Neighbourhood:
        self.turn += 1
        kind = KINDS[self.turn % len(KINDS)]
        ask = {"day": self._day, "clients": self._clients, "groups": self._groups, "staff": self._staff}[kind]
        return ask(sizes[kind])

    def _some(self, among: Mapping[str, object], share: float) -> frozenset[str]:
        return self._sample(list(among), max(2, round(share * len(among))))

    def _sample(self, among: Sequence[Item], count: int) -> frozenset[Item]:
        return frozenset(among[int(index)] for index in self.random.permutation(len(among))[:count])

    def _day(self, size: float) -> Neighbourhood:
        clients = self._some(self.problem.clients, min(1.0, 2.5 * size))
        return one_day(self._sample(self.days, 1), clients)

    def _clients(self, size: float) -> Neighbourhood:
        return some_clients(self._some(self.problem.clients, min(1.0, 1.5 * size)))

    def _groups(self, size: float) -> Neighbourhood:
        clients = self._some(self.problem.clients, size / 2)
        return some_groups(self._some(self.problem.groups, size / 2), clients)

    def _staff(self, size: float) -> Neighbourhood:
        days = self._sample(self.days, 2)
        clients = self._some(self.problem.clients, 1.5 * size)
        return some_staff(self._some(self.problem.staff, size), days, clients)
