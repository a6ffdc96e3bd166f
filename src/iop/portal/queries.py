"""What the portal reads, always of one client. Released weeks only; other people's seats are never loaded."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, QuerySet

from iop.admissions.models import Episode
from iop.attendance.models import Attendance
from iop.centers.models import HostedMeeting, Site
from iop.clients.models import Client
from iop.core import clock
from iop.plans.models import Goal, Milestone, Objective, PlanVersion
from iop.plans.queries import signed_versions
from iop.schedule.models import CalendarEntry, CalendarFeed, Release, Seat, Session, WeekNotice
from iop.schedule.queries import in_force

WEEK = timedelta(days=7)
CANCELLED_STAYS_DAYS = 30
"""A calendar that only stops hearing of an entry keeps it as a ghost; so cancelled ones are told at least this long."""


def own_sessions(client: Client, first: date, last: date) -> QuerySet[Session]:
    """The client's sessions from one day to another, both included, in order of time; cancelled ones are among them."""
    seats = Seat.objects.filter(client=client, withdrawn_by__isnull=True).values("session_id")
    rows = in_force().filter(pk__in=seats, day__range=(first, last))
    joined = rows.select_related("service", "group", "site", "room", "leader", "cancellation", "week")
    return joined.order_by("starts_at", "pk")


def own_reach(client: Client) -> tuple[date | None, date | None]:
    """The first and the last day the client was ever given."""
    seats = Seat.objects.filter(client=client, withdrawn_by__isnull=True, session__withdrawn_by__isnull=True)
    found = seats.aggregate(first=Min("session__day"), last=Max("session__day"))
    return found["first"], found["last"]


def is_released(client: Client, monday: date) -> bool:
    """Whether somebody released the week of the program the client is in."""
    return Release.objects.filter(week__program__episodes__client=client, week__monday=monday).exists()


def own_notices(client: Client, mondays: Iterable[date]) -> QuerySet[WeekNotice]:
    """What the client was told about these weeks, newest first."""
    rows = client.week_notices.filter(release__week__monday__in=list(mondays))
    return rows.select_related("release__week").order_by("-release__released_at", "-pk")


def sessions_named(public_ids: Iterable[str]) -> dict[str, Session]:
    """Sessions by public id, those taken away by a later release included."""
    rows = Session.objects.filter(public_id__in=set(public_ids))
    return {row.public_id: row for row in rows.select_related("service", "group", "site", "room", "leader")}


def mark_seen(notices: Iterable[WeekNotice]) -> None:
    """The client has read these."""
    unseen = [notice.pk for notice in notices if notice.seen_at is None]
    if unseen:
        WeekNotice.objects.filter(pk__in=unseen).update(seen_at=clock.now())


def meetings_at(site: Site) -> list[HostedMeeting]:
    """Mutual-support meetings the building hosts in any week."""
    rows = HostedMeeting.objects.filter(room__site=site).select_related("room")
    return list(rows.order_by("weekday", "start_minute", "pk"))


def own_marks(client: Client, sessions: Iterable[Session]) -> dict[int, Attendance]:
    """Attendance by session id."""
    return {row.session_id: row for row in Attendance.objects.filter(client=client, session__in=list(sessions))}


def own_versions(client: Client) -> list[PlanVersion]:
    """Every signed version of the open episode, oldest first: the last that has begun is in force, later ones come."""
    rows = signed_versions().filter(plan__episode__client=client, plan__episode__discharged_on__isnull=True)
    return list(rows.select_related("plan__episode__program").order_by("starts_on", "number"))


def milestones_of(version: PlanVersion) -> list[Milestone]:
    return list(version.milestones.order_by("position"))


def goals_of(version: PlanVersion) -> QuerySet[Goal]:
    """Goals with their objectives; the problems behind them, which may name a diagnosis, stay out."""
    objectives = Objective.objects.order_by("position")
    rows = Goal.objects.filter(problem__version=version).prefetch_related(Prefetch("objectives", objectives))
    return rows.order_by("problem__position", "position")


def open_feed(client: Client) -> CalendarFeed | None:
    """The address in use."""
    return CalendarFeed.objects.filter(client=client, revoked_at__isnull=True).first()


def feed_with(token_hash: str) -> CalendarFeed | None:
    """The address a secret opens: not revoked, and its client still in care."""
    in_care = Episode.objects.filter(client=OuterRef("client"), discharged_on__isnull=True)
    return CalendarFeed.objects.filter(Exists(in_care), token_hash=token_hash, revoked_at__isnull=True).first()


def told_entries(client_id: int, today: date) -> list[CalendarEntry]:
    """Entries to come and those of the last weeks; a cancelled one stays at least `CANCELLED_STAYS_DAYS` after it was cancelled."""
    kept = timedelta(days=CANCELLED_STAYS_DAYS)
    rows = CalendarEntry.objects.filter(client_id=client_id)
    recent = rows.filter(day__gte=today - kept) | rows.filter(cancelled_at__gte=clock.now() - kept)
    return list(recent.order_by("day", "start_minute", "pk"))


def is_in_care(client: Client) -> bool:
    """Whether the client's episode is open; after discharge no calendar address is made."""
    return client.episodes.filter(discharged_on__isnull=True).exists()
