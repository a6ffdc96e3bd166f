"""What nobody's form sends: bytes that are no text, days at the end of time, digits that are none. Never a 500."""

import json

import pytest
from django.urls import reverse

from iop.core import clock
from iop.core.policy import Role
from tests.attendance.released import release_of, seat_of, session_of
from tests.ground.addresses import addresses, filled
from tests.plans.screens import browser

ODD = ["a\x00b", "9999-12-31", "0001-01-01", "²", "9" * 5000, "-1", "'; --", "[]"]
ASKED = ["q", "day", "week", "page", "sort", "show", "site", "by", "session", "who", "kind", "version", "level"]
PATTERNED = {"account_reset_password_from_key"}
"""Its address takes letters and digits only; anything else is no address of ours."""
BODIES = [
    b"\xff\xfe",
    b"[" * 100_000,
    b"[]",
    b'{"marks": 3}',
    b'{"marks": [7]}',
    b'{"marks": [{"client": ["x"], "state": {}, "revision": true}]}',
    b'{"marks": [{"client": "\\u0000"}]}',
]


@pytest.fixture
def director(cast):
    visitor = browser(cast.users[Role.DIRECTOR])
    visitor.raise_request_exception = False
    return visitor


def broken(answers: dict[str, int]) -> dict[str, int]:
    return {name: status for name, status in answers.items() if status >= 500}


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions_are_answered(cast, director, odd):
    with cast.acting():
        known = [(address.name, filled(address, cast)) for address in addresses()]
    answers = {}
    for name, arguments in known:
        question = dict.fromkeys(ASKED, odd)
        answers[f"{name}?"] = director.get(reverse(name, kwargs=arguments), question).status_code
        if arguments and name not in PATTERNED:
            url = reverse(name, kwargs=dict.fromkeys(arguments, odd[:40]))
            answers[name] = director.get(url).status_code
            answers[f"{name}!"] = director.post(url).status_code
    assert broken(answers) == {}


@pytest.fixture
def room(cast):
    with cast.acting():
        today = clock.today(cast.program.time_zone)
        service = cast.program.services.filter(kind="group").first()
        session = session_of(release_of(cast, clock.monday_of(today)), cast, service, today, 18 * 60)
        seat_of(session, cast.client)
        yield session


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("name", ["group_room_mark", "group_room_undo"])
def test_odd_marks_are_refused_and_nothing_is_saved(director, room, name, body):
    url = reverse(name, args=[room.public_id])
    answer = director.post(url, body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert room.attendance.count() == 0
    if answer.status_code == 200:
        assert [row["ok"] for row in json.loads(answer.content)["rows"]] == [False]


def test_odd_words_in_forms_are_answered(cast, director, room):
    words = {"who": "a\x00b", "reason": "a\x00b", "seen": "a\x00b", "form_id": "a/b\x00", "text": "a\x00b"}
    words |= {"credential": "a\x00b", "based_on": "²", "free": "²-3", "works": "0-²", "stretch": "\x00", "name": "N"}
    words |= {"relation": "R", "revision": "²", "rung": "x", "starts_on": "9999-12-31", "on": "9999-12-31"}
    words |= {"day": "9999-12-31", "first_day": "0001-01-01", "last_day": "9999-12-31"}
    with cast.acting():
        known = [(address.name, filled(address, cast)) for address in addresses()]
    answers = {
        name: director.post(reverse(name, kwargs=arguments), words).status_code
        for name, arguments in known
        if not name.startswith("account_logout")
    }
    assert broken(answers) == {}
