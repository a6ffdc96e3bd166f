"""Reads about attendance: rosters, minutes delivered against those prescribed, and the facts milestones are measured from.

Minutes are counted minutes (core/plans/hours.py); a week begins on Monday in the program's zone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from iop.attendance.models import Attendance, Visitor
from iop.centers.models import Program
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import AttendanceFact
from iop.core.plans.facts import AttendanceState
from iop.plans.queries import versions_in_force
from iop.schedule.models import Seat, Session, SessionCancellation

WEEK = timedelta(days=7)
AS_FACT: dict[str, AttendanceState] = {
    "present": "attended",
    "late": "late",
    "left_early": "left_early",
    "no_show": "no_show",
    "excused": "excused",
    "cancelled_by_program": "cancelled_program",
}


@dataclass(frozen=True)
class WeekHours:
    """One client's week in counted minutes.

    `prescribed` is None when no signed plan is in force: not known, never zero. `ahead` is booked and still to come;
    `unmarked` was held and nobody has said who was there.
    """

    prescribed: int | None = None
    delivered: int = 0
    ahead: int = 0
    unmarked: int = 0


def live_seats() -> QuerySet[Seat]:
    """Seats of the released week that no later release took away."""
    return Seat.objects.filter(withdrawn_by__isnull=True, session__withdrawn_by__isnull=True)


def on_roster(session: Session) -> list[Client]:
    """Everybody with a seat and every visitor, by name."""
    seats = Seat.objects.filter(session=session, withdrawn_by__isnull=True).values("client_id")
    guests = Visitor.objects.filter(session=session).values("client_id")
    return list(Client.objects.filter(Q(pk__in=seats) | Q(pk__in=guests)).order_by("folded_name", "pk"))


def delivered(client: Client, monday: date) -> int:
    """Counted minutes the client attended in the week."""
    return _of_week(monday).filter(client=client).aggregate(minutes=Sum("counted_minutes"))["minutes"] or 0


def minutes_delivered(monday: date) -> Coalesce:
    """The same as part of a query over clients: one column more instead of one query more."""
    of_client = _of_week(monday).filter(client=OuterRef("pk")).order_by().values("client_id")
    return Coalesce(Subquery(of_client.annotate(minutes=Sum("counted_minutes")).values("minutes")), 0)


def week_of(client: Client, monday: date) -> WeekHours:
    """One client's week."""
    return _weeks(monday, Q(client=client), versions_in_force(monday, clients=[client])).get(client.pk, WeekHours())


def weeks_of(clients: Iterable[Client], monday: date) -> dict[int, WeekHours]:
    """The week of each of these clients, by client id; three queries whatever their number."""
    chosen = list(clients)
    found = _weeks(monday, Q(client__in=chosen), versions_in_force(monday, clients=chosen))
    return {client.pk: found.get(client.pk, WeekHours()) for client in chosen}


def week_hours(program: Program, monday: date) -> dict[int, WeekHours]:
    """The week of everybody in the program who has hours prescribed, seats or attendance in it; by client id."""
    prescribed = versions_in_force(monday).filter(plan__episode__program=program)
    return _weeks(monday, Q(session__week__program=program), prescribed)


def attendance_facts(client: Client, since: date, until: date) -> list[AttendanceFact]:
    """Each mark of the client from `since` to `until`, both included, oldest first."""
    return attendance_facts_of([client], since, until)[client.pk]


def attendance_facts_of(clients: Iterable[Client], since: date, until: date) -> dict[int, list[AttendanceFact]]:
    """The same for several clients in one query, by client id. A visitor had nothing booked: prescribed 0."""
    rows = (
        Attendance.objects.filter(client__in=clients, session__day__range=(since, until))
        .annotate(was_guest=Exists(Visitor.objects.filter(session=OuterRef("session"), client=OuterRef("client"))))
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    found: dict[int, list[AttendanceFact]] = defaultdict(list)
    for row in rows:
        found[row.client_id].append(_fact(row))
    return found


def unmarked(client: Client, since: date, until: date) -> QuerySet[Session]:
    """Sessions of the client that ended in this time and nobody has marked: unknown, not absent."""
    seats = unmarked_seats().filter(client=client, session__day__range=(since, until))
    return Session.objects.filter(pk__in=seats.filter(session__ends_at__lte=clock.now()).values("session_id"))


def _fact(row: Attendance) -> AttendanceFact:
    booked = 0 if row.was_guest else row.session.counted_minutes
    return AttendanceFact(row.public_id, row.session.day, booked, row.counted_minutes, AS_FACT[row.state])


def _of_week(monday: date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session__day__gte=monday, session__day__lt=monday + WEEK)


def unmarked_seats() -> QuerySet[Seat]:
    """Live seats in sessions that were not cancelled and have no mark."""
    marked = Attendance.objects.filter(session=OuterRef("session"), client=OuterRef("client"))
    called_off = SessionCancellation.objects.filter(session=OuterRef("session"))
    return live_seats().filter(~Exists(marked), ~Exists(called_off))


def _weeks(monday: date, chosen: Q, versions: QuerySet) -> dict[int, WeekHours]:
    """Three reads, joined here: prescriptions, minutes attended, and minutes booked without a mark."""
    prescribed = dict(versions.prefetch_related(None).values_list("plan__episode__client_id", "weekly_minutes"))
    attended = dict(
        _of_week(monday).filter(chosen).values_list("client_id").annotate(minutes=Sum("counted_minutes")).order_by()
    )
    over = Q(session__ends_at__lte=clock.now())
    seats = unmarked_seats().filter(chosen, session__day__gte=monday, session__day__lt=monday + WEEK)
    booked = {
        row["client_id"]: row
        for row in seats.values("client_id").annotate(
            ahead=Sum("session__counted_minutes", filter=~over), unmarked=Sum("session__counted_minutes", filter=over)
        )
    }
    return {
        pk: WeekHours(
            prescribed.get(pk),
            attended.get(pk, 0),
            booked.get(pk, {}).get("ahead") or 0,
            booked.get(pk, {}).get("unmarked") or 0,
        )
        for pk in prescribed.keys() | attended.keys() | booked.keys()
    }
