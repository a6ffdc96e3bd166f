"""A center with as many clients as asked, in the middle of a week. All invented.

The first plans go through the actions a clinician uses, the others are copies of them; what a release and a day's
work would leave is written in bulk.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from tests.cast import Cast, client_of, make_cast, staff_of

from bench import copies, database, waiting, weeks
from iop.centers.models import GroupDefinition, Room, Staff
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.flows.plans.prescribing import start_plan
from iop.plans.actions.signing import Signed, sign
from iop.plans.models import PlanVersion

GROUP = 12
"""Clients of one therapist, who share their groups: the most a group holds (waypoint)."""
RUNGS = ("phase_1", "phase_2", "phase_3")
FIRST = ("Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana", "Ida", "Jon", "Kim", "Lou", "Mia")
LAST = ("Abbot", "Brook", "Cole", "Dale", "East", "Field", "Grove", "Hill", "Isle", "Jetty", "Knoll")


@dataclass
class Center:
    """The cast of tests/cast.py and more of the same. `clients[i]` belongs to `therapists[i // GROUP]`."""

    cast: Cast
    therapists: list[Staff]
    clients: list[Client]
    versions: list[PlanVersion] = field(default_factory=list)
    milestones: copies.Copies = field(default_factory=dict)

    @property
    def own(self) -> dict[str, object]:
        return {"organization": self.cast.organization}

    @property
    def director(self):
        return self.cast.users[Role.DIRECTOR]

    def acting(self):
        return self.cast.acting()


def noon() -> datetime:
    """Wednesday of the present week, noon in the center while it is winter there: groups behind and ahead."""
    monday = clock.monday_of(clock.now().date())
    return datetime.combine(monday + timedelta(days=2), time(17), UTC)


def make_center(slug: str, size: int) -> Center:
    """Call it while the clock stands at `noon()`: everything in it is dated from there."""
    cast = make_cast(slug)
    with cast.acting():
        center = people(cast, size)
        waiting.look(center)
        prescribe(center)
        weeks.live(center)
        waiting.wait(center)
    database.settle()
    return center


def people(cast: Cast, size: int) -> Center:
    """Staff, rooms and sections grow with the clients, as they would have to."""
    crowd = -(-size // GROUP)
    more = range(2, max(2, crowd))
    therapists = [cast.counselor, cast.other_counselor]
    therapists += [staff_of(cast, f"staff_{n}", FIRST[n % 13], LAST[n % 11], None) for n in more]
    _make_room(cast, crowd)
    clients = [cast.client, cast.other_client]
    while len(clients) < size:
        n = len(clients)
        name = FIRST[n % 13], f"{LAST[n % 11]} {LAST[n // 13 % 11]}"
        clients.append(client_of(cast, f"3{n:04d}", *name, therapists[n // GROUP], None))
    return Center(cast, therapists, clients)


def _make_room(cast: Cast, crowd: int) -> None:
    GroupDefinition.objects.update(max_sections=max(2, crowd))
    Room.objects.bulk_create(
        Room(
            organization=cast.organization,
            site=cast.site,
            key=f"{kind}_{n}",
            name=f"{kind} {n}",
            capacity=13,
            features=[kind],
        )
        for n in range(crowd // 4)
        for kind in ("group", "private")
    )


def prescribe(center: Center) -> None:
    """One plan on each of the rungs is made and signed; the other clients get one like it."""
    center.versions = [signed(center, place) for place in range(len(RUNGS))]
    episodes = {place: client.episodes.get() for place, client in enumerate(center.clients) if place >= len(RUNGS)}
    versions, center.milestones = copies.plans_like(center.versions, episodes)
    center.versions += versions.values()


def signed(center: Center, place: int) -> PlanVersion:
    """A plan from the program's own ladder, signed by the director two weeks ago."""
    episode = center.clients[place].episodes.get()
    begins = weeks.monday(-2)
    version = start_plan(episode, rung_key=RUNGS[place % len(RUNGS)], starts_on=begins, by=center.director)
    answer = sign(version, by=center.director, credential="lcsw")
    if not isinstance(answer, Signed):
        raise TypeError(f"the plan could not be signed: {answer}")
    return version
