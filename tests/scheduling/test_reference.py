"""Our checker and the reference checker give the same verdicts and the same scores, on good weeks and on broken ones."""

import random
from dataclasses import replace

import pytest

from iop.core.timetable.candidates import lawful_options
from iop.core.timetable.check import check
from iop.core.timetable.fill import filled
from iop.core.timetable.mend import starting_week
from iop.core.timetable.problem import Problem
from iop.core.timetable.reading import problem_from
from iop.core.timetable.week import Session, Week
from tests.scheduling.instances import NAMES, codes, instance, judged

BROKEN_WEEKS = 150


def quick_week(problem: Problem) -> Week:
    return filled(problem, lawful_options(problem), starting_week(problem))


@pytest.mark.parametrize("name", NAMES)
def test_same_verdict_and_scores_on_a_good_week(name: str) -> None:
    facts = instance(name)
    problem = problem_from(facts)
    week = quick_week(problem)
    theirs = judged(facts, week)
    assert theirs.violations == []
    assert check(problem, week).breaches == ()
    assert dict(check(problem, week).tiers) == theirs.tiers


@pytest.mark.parametrize("name", [n for n in NAMES if not n.startswith("medium")])
def test_same_codes_and_scores_on_broken_weeks(name: str) -> None:
    facts = instance(name)
    facts["no_contact"] = [
        {"clients": [facts["clients"][i]["id"], facts["clients"][i + 1]["id"]], "scope": scope}
        for i, scope in ((0, "session"), (3, "premises"), (6, "premises"))
    ]
    problem = problem_from(facts)
    good = quick_week(problem)
    chance = random.Random(7)
    seen: set[str] = set()
    for _ in range(BROKEN_WEEKS):
        week = broken(problem, good, chance)
        ours, theirs = check(problem, week), judged(facts, week)
        assert ours.codes == codes(theirs), sorted(b.text for b in ours.breaches)
        assert dict(ours.tiers) == theirs.tiers
        seen |= ours.codes
    assert len(seen) >= 15, seen


def broken(problem: Problem, week: Week, chance: random.Random) -> Week:
    sessions = list(week.sessions)
    for _ in range(chance.randint(1, 3)):
        index = chance.randrange(len(sessions))
        sessions[index] = mutated(problem, sessions[index], chance)
    if chance.random() < 0.2:
        sessions.append(replace(chance.choice(sessions), id=chance.choice(["twin", sessions[0].id])))
    return Week.of(sessions)


def mutated(problem: Problem, session: Session, chance: random.Random) -> Session:
    """One fact of the session changed at random, to something known or unknown."""
    others = list(problem.clients)
    change = chance.randrange(9)
    if change == 0:
        return replace(session, start=max(0, session.start + chance.choice([-1440, -60, -30, 15, 30, 60, 1440])))
    if change == 1:
        return replace(session, staff=chance.choice([*problem.staff, "nobody"]))
    if change == 2:
        return replace(session, room=chance.choice([*problem.rooms, None, "nowhere"]))
    if change == 3:
        return replace(session, clients=(*session.clients, *chance.sample(others, chance.randint(1, 9))))
    if change == 4:
        return replace(session, clients=session.clients[:1] if session.group else ())
    if change == 5:
        return replace(session, group=chance.choice([*problem.groups, None]))
    if change == 6:
        return replace(session, location=chance.choice([*problem.sites, "telehealth", "moon"]))
    if change == 7:
        return replace(session, service=chance.choice(list(problem.services)))
    return replace(session, co_staff=chance.choice([*problem.staff, None]))
