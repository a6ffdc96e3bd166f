"""Whoever is not fully placed is told the fewest facts that rule out every chance."""

from typing import Any

import pytest

from iop.core.timetable import diary, words
from iop.core.timetable import reasons as r
from iop.core.timetable.candidates import lawful_options
from iop.core.timetable.problem import Problem
from iop.core.timetable.reasons import reasons_for
from iop.core.timetable.week import Session, Week
from iop.core.timetable.words import sentences
from tests.scheduling.tiny import client, group, one, problem, staff, talk

ONE_TALK: dict[str, Any] = {"minutes": 60, "min_days": 0, "needs": [{"service": "talk", "sessions": 1, "max": 1}]}
ONE_VISIT: dict[str, Any] = {"minutes": 60, "min_days": 0, "needs": [{"service": "one", "sessions": 1, "max": 1}]}


def alone(plan: dict[str, Any], who: dict[str, Any] | None = None, **changes: Any) -> Problem:
    """Only client c, with this plan; T alone works."""
    others = {"staff": [staff("T")]} | changes
    return problem(clients=[client("c", plan=plan, cover=[], **(who or {})), client("d", plan=NOTHING)], **others)


NOTHING: dict[str, Any] = {"minutes": 0, "min_days": 0, "needs": [{"service": "talk", "sessions": 0, "max": 1}]}


def why(facts: Problem, *sessions: Session) -> tuple[str, ...]:
    reasons = reasons_for(facts, lawful_options(facts), Week.of(sessions))
    return reasons[0].codes if reasons else ()


@pytest.mark.parametrize(
    ("facts", "sessions", "codes"),
    [
        (alone(ONE_TALK), [talk("1", 540, "c")], ()),
        (alone(ONE_TALK, {"languages": ["es"]}), [], (r.NO_GROUP,)),
        (alone(ONE_TALK, {"available": [[900, 990]]}), [], (r.NOT_FREE,)),
        (alone(ONE_TALK, staff=[staff("T", credentials=["art"])]), [], (r.NO_STAFF,)),
        (alone(ONE_TALK, absences=[{"staff": "T", "start": 0, "end": 9000}]), [], (r.NOT_ON_DUTY,)),
        (alone(ONE_TALK), [], (r.NOT_HELD,)),
        (alone(ONE_TALK | {"max_minutes": 30}), [talk("1", 540, "d")], (diary.AUTHORISED,)),
        (
            alone(ONE_TALK | {"max_visit": 30}),
            [talk("1", 540, "d"), talk("2", 600, "d", group="h")],
            (diary.LONGEST_VISIT,),
        ),
        (alone(ONE_TALK, groups=[group("g", starts=[540], max_size=1)]), [talk("1", 540, "d")], (r.FULL,)),
        (
            alone(
                ONE_TALK,
                groups=[group("g", starts=[540])],
                no_contact=[{"clients": ["c", "d"], "scope": "session"}],
            ),
            [talk("1", 540, "d")],
            (r.NO_CONTACT,),
        ),
        (alone(ONE_TALK, groups=[group("g", starts=[540])]), [talk("1", 540, "d")], (r.NOT_FOUND,)),
        (alone(ONE_VISIT, {"staff_gender": "m"}), [], (r.NO_STAFF,)),
        (alone(ONE_VISIT, {"primary": "X"}), [], (r.NO_STAFF,)),
        (alone(ONE_VISIT, {"modes": ["onsite"]}, rooms=[]), [], (r.NO_ROOM,)),
        (
            alone(ONE_VISIT, {"available": [[540, 600]]}),
            [one("1", 540, "d")],
            (r.STAFF_BOOKED,),
        ),
    ],
)
def test_the_fewest_facts(facts: Problem, sessions: list[Session], codes: tuple[str, ...]) -> None:
    assert why(facts, *sessions) == codes


def test_missing_minutes_days_and_supervision_have_reasons() -> None:
    facts = problem(clients=[client("c", plan=ONE_TALK | {"minutes": 120, "min_days": 2})])
    reasons = reasons_for(facts, lawful_options(facts), Week.of([talk("1", 540, "c")]))
    assert {(reason.client, reason.about, reason.missing) for reason in reasons} == {
        ("c", r.MINUTES, 60),
        ("c", r.DAYS, 1),
        ("U", r.SUPERVISION, 1),
    }


def test_every_code_has_words() -> None:
    spoken = set(words.BECAUSE)
    assert set(r.PLAINEST_FIRST) <= spoken
    assert {r.NO_GROUP, r.NOT_FREE, r.NO_STAFF, r.NOT_ON_DUTY, r.NOT_FOUND} <= spoken
    assert set(words.MISSING) == {r.SERVICE, r.AFFINITY, r.MINUTES, r.DAYS, r.SUPERVISION}


def test_words_can_be_translated_and_people_named() -> None:
    reason = r.Reason("c", r.SERVICE, "talk", 1, (r.FULL,))
    assert sentences(reason) == ["c: 1 session(s) of talk missing.", "All seats are taken."]
    said = sentences(reason, name=str.upper, translate=lambda text: text.replace("seats", "chairs"))
    assert said == ["C: 1 session(s) of TALK missing.", "All chairs are taken."]
