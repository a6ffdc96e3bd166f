"""Marks as a browser sends them: JSON from the screen's script, form fields without it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from iop.attendance.actions.marking import Asked
from iop.attendance.stays import word_for
from iop.clients.models import Client
from iop.flows.attendance.room import Line
from iop.schedule.models import Session

Json = dict[str, object]

MOST_AT_ONCE = 100
BY_TIMES = "by_times"
MOST_DIGITS = 10


class NotUnderstood(ValueError):
    """The body is not what our own screen sends."""


def sent_marks(request: HttpRequest) -> list[dict[str, Any]]:
    """The list under "marks". Raises NotUnderstood."""
    try:
        marks = json.loads(request.body)["marks"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise NotUnderstood(str(broken))
    if not isinstance(marks, list) or len(marks) > MOST_AT_ONCE or not all(isinstance(one, dict) for one in marks):
        raise NotUnderstood("marks is a list of objects")
    return marks


def each_in_turn(
    sent: Sequence[dict[str, Any]], people: Mapping[str, Client], answer: Callable[[Client | None, dict], Json]
) -> list[Json]:
    """One answer for each mark, in the order sent; places are locked in one order, so two tablets never wait in a ring."""
    found = [(people.get(str(one.get("client"))), one) for one in sent]
    turns = sorted(range(len(found)), key=lambda at: found[at][0].pk if found[at][0] else 0)
    answers = {at: answer(*found[at]) for at in turns}
    return [answers[at] for at in range(len(found))]


def asked_by(sent: Mapping[str, Any], session: Session, client: Client) -> Asked:
    """One mark; the word may be left to the typed times."""
    arrived, left = _text(sent.get("arrived")), _text(sent.get("left"))
    state = _text(sent.get("state"))
    if state in (BY_TIMES, "present") and (arrived or left):
        state = word_for(session, arrived, left)
    return Asked(client, state, arrived, left, _number(sent.get("revision")))


def form_fields(request: HttpRequest, lines: Iterable[Line]) -> list[tuple[Line, dict[str, str]]]:
    """What the form without script says of each person who has a word chosen, in the order of locking."""
    found = []
    for line in sorted(lines, key=lambda line: line.client.pk):
        fields = {name: request.POST.get(f"{name}-{line.client.public_id}", "") for name in FIELDS}
        if fields["state"]:
            found.append((line, fields))
    return found


FIELDS = ("state", "arrived", "left", "revision")


def _text(value: object) -> str:
    return value.strip()[:20] if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < MOST_DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
