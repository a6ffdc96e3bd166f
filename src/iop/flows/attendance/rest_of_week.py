"""What is left of a released week: its sessions, who sits where, and what each client's plan and life allow.

Read once for everybody who is asked about, so that a room of three and one of thirty need the same number of reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from iop.attendance.models import Attendance, Visitor
from iop.attendance.queries import live_seats
from iop.centers.models import Program
from iop.clients.models import Affinity, Client
from iop.clients.queries import Window, free_windows, pairs_of
from iop.consents.models import ActivityWaiver
from iop.core import clock
from iop.plans.models import PlanVersion
from iop.plans.queries import versions_in_force
from iop.schedule.models import Session, SessionCancellation


@dataclass(frozen=True)
class RestOfWeek:
    """`seated` has client ids by session id, visitors included; the other mappings go by client id.

    `minutes` are the counted minutes of each mark, by client id and session id.
    """

    now: datetime
    sessions: tuple[Session, ...]
    seated: Mapping[int, set[int]]
    minutes: Mapping[tuple[int, int], int]
    plans: Mapping[int, PlanVersion]
    windows: Mapping[int, list[Window]]
    pairs: Mapping[int, set[int]]
    affinities: Mapping[int, set[str]]
    waivers: Mapping[int, set[int]]

    def of(self, client: Client) -> list[Session]:
        """All sessions of the client in this week, past ones too, in order of time."""
        return [session for session in self.sessions if client.pk in self.seated.get(session.pk, set())]

    def not_missed(self, client: Client) -> list[Session]:
        """The client's sessions without those they were marked away from: what a missed one held is free again."""
        return [session for session in self.of(client) if self.minutes_in(client, session) > 0]

    def minutes_in(self, client: Client, session: Session) -> int:
        """Counted minutes the session gave the client, or gives if they attend all of it."""
        return self.minutes.get((client.pk, session.pk), session.counted_minutes)

    def is_ahead(self, session: Session) -> bool:
        return session.starts_at > self.now

    def with_seat(self, client: Client, session: Session) -> "RestOfWeek":
        """The same week, had the client that seat too."""
        taken = self.seated.get(session.pk, set()) | {client.pk}
        return replace(self, seated={**self.seated, session.pk: taken})


def rest_of_week(program: Program | int, monday: date, clients: Iterable[Client]) -> RestOfWeek:
    """Everything that decides about free seats for these clients in this week."""
    chosen = list(clients)
    sessions = _sessions(program, monday)
    return RestOfWeek(
        now=clock.now(),
        sessions=sessions,
        seated=_seated(sessions),
        minutes=_minutes(sessions, chosen),
        plans=_plans(chosen, monday),
        windows=free_windows(chosen),
        pairs=pairs_of(chosen),
        affinities=_sets(Affinity.objects.filter(client__in=chosen).values_list("client_id", "tag")),
        waivers=_waivers(sessions, chosen),
    )


def _sessions(program: Program | int, monday: date) -> tuple[Session, ...]:
    called_off = SessionCancellation.objects.filter(session=OuterRef("pk"))
    rows = Session.objects.filter(
        week__program=program,
        day__gte=monday,
        day__lt=monday + timedelta(days=7),
        withdrawn_by__isnull=True,
    )
    return tuple(
        rows.exclude(Exists(called_off)).select_related("group", "service", "room").order_by("starts_at", "pk")
    )


def _seated(sessions: tuple[Session, ...]) -> Mapping[int, set[int]]:
    ids = [session.pk for session in sessions]
    guests = Visitor.objects.filter(session__in=ids).values_list("session_id", "client_id")
    return _sets(live_seats().filter(session__in=ids).values_list("session_id", "client_id").union(guests))


def _minutes(sessions: tuple[Session, ...], clients: list[Client]) -> dict[tuple[int, int], int]:
    marks = Attendance.objects.filter(client__in=clients, session__in=[session.pk for session in sessions])
    return {(row.client_id, row.session_id): row.counted_minutes for row in marks}


def _plans(clients: list[Client], monday: date) -> dict[int, PlanVersion]:
    versions = versions_in_force(monday, clients=clients).prefetch_related(None).prefetch_related("needs")
    return {version.plan.episode.client_id: version for version in versions}


def _waivers(sessions: tuple[Session, ...], clients: list[Client]) -> Mapping[int, set[int]]:
    if not any(session.service.needs_waiver for session in sessions):
        return defaultdict(set)
    return _sets(ActivityWaiver.objects.filter(client__in=clients).values_list("client_id", "service_id"))


def _sets(pairs) -> defaultdict[int, set]:
    found: defaultdict[int, set] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
