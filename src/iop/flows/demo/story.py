"""What happens to whom, and when: observations, decisions, a return to use. Each runs through the same action as on screen."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from iop.centers.models import Staff
from iop.clients.models import Client
from iop.core.plans import conditions_for
from iop.flows.demo.joining import Center
from iop.flows.demo.moments import moment
from iop.flows.demo.planning import credential_of, signer_for
from iop.flows.demo.windows import DAYS
from iop.flows.plans.deciding import Decided, decline, sign_proposal
from iop.flows.plans.observing import observe
from iop.flows.plans.return_to_use import Recorded, record_return_to_use
from iop.plans.models import HoursProposal
from iop.plans.queries import waiting
from iop.safety.actions.closing import Closed, close_task
from iop.safety.queries import open_tasks


class StoryBroke(ValueError):
    """Something of the story could not happen; the words say what."""


@dataclass(frozen=True)
class Event:
    """`week` counts from the present one; `deed` is one of DEEDS; `facts` are what it needs."""

    client: str
    week: int
    day: str
    deed: str
    at: str = "13:00"
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """Who comes how ("good" when nothing is said), and what happens. `draft_waits`: next week is not yet released."""

    habits: dict[str, str]
    events: list[Event]
    draft_waits: bool = False

    def habit(self, number: str) -> str:
        return self.habits.get(number, "good")


def read_story(text: str) -> Story:
    raw = tomllib.loads(text)
    return Story(raw["habits"], [_event(one) for one in raw["events"]], raw.get("draft_waits", False))


def _event(raw: dict) -> Event:
    known = {name: raw[name] for name in ("client", "week", "day", "at") if name in raw}
    facts = {name: value for name, value in raw.items() if name not in known and name != "do"}
    return Event(**known, deed=raw["do"], facts=facts)


def moment_of(event: Event, center: Center) -> datetime:
    day = center.monday + timedelta(weeks=event.week, days=DAYS.index(event.day))
    return moment(center, day, event.at)


def happen(event: Event, center: Center, on: date) -> None:
    """The event takes place now. Raises StoryBroke when it cannot."""
    client = Client.objects.get(number=event.client)
    DEEDS[event.deed](client, center, on, **event.facts)


def _observe(client: Client, center: Center, on: date, *, key: str, words: str) -> None:
    therapist = client.primary_therapist
    observe(client, key=key, on=on, words=words, by=therapist, credential=_code(therapist))


def _review(client: Client, center: Center, on: date, *, words: str, visit_in: int = 0) -> None:
    """Everything that is asked before a lower level, looked at in one review. `visit_in`: days until the next place's first visit."""
    therapist = client.primary_therapist
    for condition in conditions_for(client.track):
        if condition.key not in ("attendance", "receiving_visit_booked"):
            observe(client, key=condition.key, on=on, words=words, by=therapist, credential=_code(therapist))
    if visit_in:
        day = on + timedelta(days=visit_in)
        observe(client, key="receiving_visit_booked", on=day, words=words, by=therapist, credential=_code(therapist))


def _sign(client: Client, center: Center, on: date) -> None:
    proposal, signer = _waiting(client), signer_for(client, center.program)
    done = sign_proposal(proposal, by=signer, credential=credential_of(signer, center.program))
    if not isinstance(done, Decided):
        raise StoryBroke(f"{client.number}: not signed on {on}: {done}")


def _decline(client: Client, center: Center, on: date, *, reason: str) -> None:
    proposal, signer = _waiting(client), signer_for(client, center.program)
    done = decline(proposal, reason=reason, by=signer, credential=credential_of(signer, center.program))
    if not isinstance(done, Decided):
        raise StoryBroke(f"{client.number}: not declined on {on}: {done}")


def _waits(client: Client, center: Center, on: date) -> None:
    """A proposal waits for a signature; the story says so where the demo promises it."""
    _waiting(client)


def _waiting(client: Client) -> HoursProposal:
    found = waiting(HoursProposal.objects.filter(version__plan__episode__client=client)).first()
    if found is None:
        raise StoryBroke(f"{client.number}: nothing waits for a signature")
    return found


def _return_to_use(
    client: Client,
    center: Center,
    on: date,
    *,
    substance: str,
    learned_from: str,
    circumstances: str,
    days_ago: int = 1,
) -> None:
    done = record_return_to_use(
        client,
        on=on - timedelta(days=days_ago),
        substance=substance,
        learned_from=learned_from,
        circumstances=circumstances,
        responsible=client.primary_therapist,
        by=signer_for(client, center.program),
    )
    if not isinstance(done, Recorded):
        raise StoryBroke(f"{client.number}: {done.reason}")


def _close_task(client: Client, center: Center, on: date, *, words: str) -> None:
    signer = signer_for(client, center.program)
    for task in open_tasks(clients=[client]):
        done = close_task(task, words=words, by=signer, credential=credential_of(signer, center.program))
        if not isinstance(done, Closed):
            raise StoryBroke(f"{client.number}: {done.reason}")


def _code(therapist: Staff) -> str:
    return therapist.credentials.order_by("pk").values_list("code", flat=True)[0]


DEEDS: dict[str, Callable[..., None]] = {
    "observe": _observe,
    "review": _review,
    "sign": _sign,
    "decline": _decline,
    "waits": _waits,
    "return_to_use": _return_to_use,
    "close_task": _close_task,
}
