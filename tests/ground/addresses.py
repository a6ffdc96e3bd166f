"""How the tests fill the addresses of the site. Whoever adds an address with a new kind of id adds one line here.

The longest beginning of the route decides; each value makes a row of the cast's center and gives its random id.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from iop.admissions.models import Episode
from iop.centers.models import Leave, Program, Room, RoomClosure, Service, Staff
from iop.clients.models import Client, NoContactPair, Relative
from iop.consents.models import TreatmentConsent
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.prescribing import start_plan
from iop.flows.week.problem import problem_for
from iop.plans.models import HoursProposal, Milestone, MilestoneResult, PlanVersion
from iop.safety.models import SafetyTask
from iop.schedule.actions.feeds import make_feed
from iop.schedule.models import Draft, Session, ShortfallTask, SolveRun
from tests.attendance.released import release_of, seat_of, session_of
from tests.cast import Cast

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable

    @property
    def parameters(self) -> list[str]:
        return [plain or named for plain, named in PARAMETER.findall(self.route)]

    @property
    def action(self):
        """What the view declared; None when it forgot."""
        return getattr(self.view, "action", None)


def addresses() -> list[Address]:
    """Every address of the site."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(pattern.name or route, route, pattern.callback)


def once(make: Callable[[Cast], Model]) -> Callable[[Cast], str]:
    """Made at the first asking, then the same row for every address of this cast."""

    def public_id(cast: Cast) -> str:
        made = cast.__dict__.setdefault("made_for_addresses", {})
        if make not in made:
            made[make] = make(cast)
        return made[make].public_id

    public_id.make = make
    return public_id


def stands_for(value: Callable[[Cast], str], cast: Cast, row: Model) -> None:
    """From now on this row is what the addresses of the cast show, instead of one made for them."""
    cast.__dict__.setdefault("made_for_addresses", {})[value.make] = row


def today(cast: Cast) -> date:
    return clock.today(cast.organization.time_zone)


def monday(cast: Cast) -> date:
    return clock.monday_of(today(cast))


@once
def client(cast: Cast) -> Client:
    return cast.client


@once
def relative(cast: Cast) -> Relative:
    return Relative.objects.create(
        organization=cast.organization, client=cast.client, name="Ana Vega", relation="sister"
    )


@once
def pair(cast: Cast) -> NoContactPair:
    first, second = sorted([cast.client, cast.other_client], key=lambda client: client.pk)
    return NoContactPair.objects.create(organization=cast.organization, client=first, other=second, reason="x")


@once
def consent(cast: Cast) -> TreatmentConsent:
    return TreatmentConsent.objects.filter(client=cast.client).first()


@once
def staff(cast: Cast) -> Staff:
    return cast.counselor


@once
def leave(cast: Cast) -> Leave:
    day = today(cast)
    return Leave.objects.create(organization=cast.organization, staff=cast.counselor, first_day=day, last_day=day)


@once
def room(cast: Cast) -> Room:
    return cast.site.rooms.first()


@once
def closure(cast: Cast) -> RoomClosure:
    room = cast.site.rooms.first()
    return RoomClosure.objects.create(organization=cast.organization, room=room, day=today(cast), reason="x")


@once
def program(cast: Cast) -> Program:
    return cast.program


@once
def session(cast: Cast) -> Session:
    """Released, today, with the client in it."""
    service = Service.objects.filter(kind="group", program=cast.program).first()
    held = session_of(release_of(cast, monday(cast)), cast, service, today(cast), 18 * 60)
    seat_of(held, cast.client)
    return held


@once
def draft(cast: Cast) -> Draft:
    """An empty week for the next Monday, as the engine would hand it over."""
    after = monday(cast) + timedelta(days=7)
    made = release_of(cast, after).draft
    Draft.objects.filter(pk=made.pk).update(problem=problem_for(cast.program, after), solution={"sessions": []})
    return made


@once
def solve(cast: Cast) -> SolveRun:
    return release_of(cast, monday(cast) + timedelta(days=14)).draft.run


@once
def shortfall(cast: Cast) -> ShortfallTask:
    """Promised for the client at a release."""
    return ShortfallTask.objects.create(
        organization=cast.organization,
        release=release_of(cast, monday(cast)),
        client=cast.client,
        kind="no_session",
        answer="x",
        due_on=today(cast),
    )


@once
def version(cast: Cast) -> PlanVersion:
    """A plan nobody has signed yet."""
    return _version(cast)


def _version(cast: Cast) -> PlanVersion:
    episode = Episode.objects.get(client=cast.client)
    found = PlanVersion.objects.filter(plan__episode=episode).first()
    director = cast.users[Role.DIRECTOR]
    return found or start_plan(episode, rung_key="phase_1", starts_on=monday(cast), by=director)


@once
def milestone(cast: Cast) -> Milestone:
    return _version(cast).milestones.first()


@once
def result(cast: Cast) -> MilestoneResult:
    return MilestoneResult.objects.create(
        organization=cast.organization,
        milestone=_version(cast).milestones.first(),
        on=today(cast),
        outcome="insufficient_data",
        needed="1",
        evaluated_at=clock.now(),
    )


@once
def proposal(cast: Cast) -> HoursProposal:
    version = _version(cast)
    return HoursProposal.objects.create(
        organization=cast.organization,
        version=version,
        kind="lower",
        to_level=version.level,
        to_ladder=version.ladder,
        to_rung="phase_2",
        to_minutes=540,
        effective_on=monday(cast) + timedelta(days=7),
        proposed_at=clock.now(),
    )


@once
def safety_task(cast: Cast) -> SafetyTask:
    return SafetyTask.objects.create(
        organization=cast.organization,
        client=cast.client,
        kind="return_to_use",
        words="x",
        responsible=cast.counselor,
        due_at=clock.now(),
        opened_at=clock.now(),
    )


# beginning of the route -> the value of its public_id
IDS: dict[str, Callable[[Cast], str]] = {
    "clients/": client,
    "staff/": staff,
    "rooms/": room,
    "closures/": closure,
    "leave/": leave,
    "programs/": program,
    "group-rooms/": session,
    "drafts/": draft,
    "solves/": solve,
    "promised/": shortfall,
    "plans/": version,
    "plans/milestones/": milestone,
    "plans/results/": result,
    "to-sign/": proposal,
    "safety/": safety_task,
}
# parameter -> the value of an id beside the first
OTHER_IDS: dict[str, Callable[[Cast], str]] = {
    "client_id": client,
    "relative_id": relative,
    "pair_id": pair,
    "consent_id": consent,
}
# parameter -> its value, where it is no id
WORDS: dict[str, Callable[[Cast], object]] = {
    "monday": lambda cast: monday(cast).isoformat(),
    "day": lambda cast: today(cast).isoformat(),
    "token": lambda cast: make_feed(cast.client, title="Appointment", shows_place=False)[1],
    "uidb36": lambda cast: "1",
    "key": lambda cast: "set-password",
}


def filled(address: Address, cast: Cast) -> dict[str, object] | None:
    """The arguments of an address; None when nobody said how to fill it."""
    found = {name: _value(address.route, name, cast) for name in address.parameters}
    return None if None in found.values() else found


def _value(route: str, parameter: str, cast: Cast) -> object | None:
    known = WORDS | OTHER_IDS
    if parameter in known:
        return known[parameter](cast)
    beginnings = sorted((begin for begin in IDS if route.startswith(begin)), key=len)
    return IDS[beginnings[-1]](cast) if beginnings and parameter == "public_id" else None
