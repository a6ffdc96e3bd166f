"""Who sits in which of several sections of one group at one start: apart where they must be, with last time's leader
where they can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iop.core.timetable.problem import REPLAN, Group, Problem


@dataclass(frozen=True)
class Section:
    """A leader and the most clients the section takes."""

    leader: str
    size: int


def seated(
    problem: Problem, group: Group, sections: Sequence[Section], clients: Sequence[str]
) -> list[tuple[str, ...]]:
    """The clients of each section; one who fits nowhere is left out."""
    if len(sections) == 1:
        return [tuple(sorted(clients))]
    leaders = known_leaders(problem, group)
    apart = _apart(problem)
    filled: list[list[str]] = [[] for _ in sections]
    for client in sorted(clients, key=lambda c: (c not in apart, leaders.get(c, "~"), c)):
        allowed = [
            index
            for index, section in enumerate(sections)
            if len(filled[index]) < section.size and not apart.get(client, frozenset()) & set(filled[index])
        ]
        if allowed:
            wish = leaders.get(client)
            best = min(allowed, key=lambda i: (sections[i].leader != wish, len(filled[i]), i))
            filled[best].append(client)
    _even_out(group.min_size, sections, filled, leaders, apart)
    return [tuple(sorted(members)) for members in filled]


def known_leaders(problem: Problem, group: Group) -> Mapping[str, str]:
    """Who led the group for each client: as published when repairing, else last week."""
    week = problem.published if problem.mode == REPLAN else problem.previous
    return {client: s.staff for s in week.sessions if s.group == group.id for client in s.clients}


def _apart(problem: Problem) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in problem.no_contact:
        for one, other in (pair.clients, pair.clients[::-1]):
            found[one] = found.get(one, frozenset()) | {other}
    return found


def _even_out(
    least: int,
    sections: Sequence[Section],
    filled: list[list[str]],
    leaders: Mapping[str, str],
    apart: Mapping[str, frozenset[str]],
) -> None:
    """Fill sections that are too small from those that can spare somebody."""
    for short, members in enumerate(filled):
        while len(members) < least:
            movable = [
                (leaders.get(client) == sections[index].leader, client, index)
                for index, others in enumerate(filled)
                if index != short and len(others) > least
                for client in others
                if not apart.get(client, frozenset()) & set(members)
            ]
            if not movable:
                break
            _, client, index = min(movable)
            filled[index].remove(client)
            members.append(client)
