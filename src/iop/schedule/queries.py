"""Reads of the released timetable. Drafts are never among them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from iop.centers.models import Program, Site
from iop.clients.models import Client
from iop.core.policy import Action
from iop.schedule.models import Release, Seat, Session, SessionCancellation, ShortfallTask, WeekNotice


def in_force() -> QuerySet[Session]:
    """Sessions that no later release took away; cancelled ones are still among them."""
    return Session.objects.filter(withdrawn_by__isnull=True)


def held() -> QuerySet[Session]:
    """Sessions that take place: in force and not cancelled."""
    cancelled = SessionCancellation.objects.filter(session=OuterRef("pk"))
    return in_force().filter(~Exists(cancelled))


def with_people(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """With everything a timetable shows: two queries, whatever the number. `live_seats` are the seats in force."""
    seats = Seat.objects.filter(withdrawn_by__isnull=True).select_related("client").order_by("pk")
    joined = sessions.select_related("service", "group", "site", "room", "leader", "co_leader", "cancellation")
    return joined.prefetch_related(Prefetch("seats", queryset=seats, to_attr="live_seats")).order_by(
        "day", "start_minute", "pk"
    )


def live_sessions(program: Program, monday: date) -> QuerySet[Session]:
    """The released week, cancelled sessions included (`session.cancellation` exists then), in time order."""
    return with_people(in_force().filter(week__program=program, week__monday=monday))


def sessions_of_client(client: Client, monday: date) -> QuerySet[Session]:
    """What one client is told of a week, in time order."""
    return with_people(_seated(in_force().filter(week__monday=monday), client))


def next_session(client: Client, after: datetime) -> Session | None:
    """The client's next session that begins at or after a moment and takes place."""
    coming = _seated(held().filter(starts_at__gte=after), client)
    joined = coming.select_related("service", "group", "site", "room", "leader")
    return joined.order_by("starts_at", "pk").first()


def _seated(sessions: QuerySet[Session], client: Client) -> QuerySet[Session]:
    seat = Seat.objects.filter(session=OuterRef("pk"), client=client, withdrawn_by__isnull=True)
    return sessions.filter(Exists(seat))


def sessions_on(day: date, site: Site | None = None) -> QuerySet[Session]:
    """A day's sessions in force; with a site only those held there."""
    sessions = in_force().filter(day=day)
    return with_people(sessions.filter(site=site) if site else sessions)


def opens_to(user) -> Q:
    """Groups open to the whole care team, who stand in for one another; an individual session to those who treat the client."""
    treated = Client.objects.visible_to(user, Action.CLIENT_SEE)
    seat = Seat.objects.filter(session=OuterRef("pk"), client__in=treated, withdrawn_by__isnull=True)
    return Q(group__isnull=False) | Q(leader__user=user) | Q(co_leader__user=user) | Exists(seat)


def hours_by_client(program: Program, monday: date, clients: Iterable[Client] | None = None) -> dict[int, int]:
    """Counted minutes booked in a released week, by client id; who has none is not in it."""
    sessions = held().filter(week__program=program, week__monday=monday)
    seats = Seat.objects.filter(session__in=sessions, withdrawn_by__isnull=True)
    if clients is not None:
        seats = seats.filter(client__in=clients)
    rows = seats.values("client_id").annotate(minutes=Sum("session__counted_minutes"))
    return {row["client_id"]: row["minutes"] for row in rows}


def current_release(program: Program, monday: date) -> Release | None:
    """The version of the week in force; None when nothing was released."""
    rows = Release.objects.filter(week__program=program, week__monday=monday)
    return rows.select_related("released_by", "draft").order_by("-number").first()


def unseen_notices(client: Client) -> QuerySet[WeekNotice]:
    """What a client was told of their weeks and has not seen, newest first."""
    rows = WeekNotice.objects.filter(client=client, seen_at__isnull=True).select_related("release__week")
    return rows.order_by("-release__released_at", "-pk")


def shortfalls_visible_to(user, action: Action = Action.SHORTFALL_KEEP) -> QuerySet[ShortfallTask]:
    """What was promised for clients this user may see who fell short in a released week, the most pressing first."""
    rows = ShortfallTask.objects.filter(client__in=Client.objects.visible_to(user, action))
    return rows.select_related("client", "responsible", "release__week", "done_by").order_by("due_on", "pk")


def still_open(tasks: QuerySet[ShortfallTask]) -> QuerySet[ShortfallTask]:
    """Those nobody has said are done."""
    return tasks.filter(done_at__isnull=True)
