"""Take and give back rooms, staff and clients. The table's exclusion constraint decides who was first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iop.centers.models import Room, Staff
from iop.clients.models import Client
from iop.core import wall_time
from iop.schedule.models import Booking, Session
from iop.tenancy.context import organization_id

LOCK = 0x10B00C
"""Class of the advisory lock under which an organization's bookings are written."""


@dataclass(frozen=True)
class Clash:
    """Somebody else holds this room, person or client during a session."""

    kind: int
    resource_id: int
    session: Session

    @property
    def words(self) -> str:
        """The sentence people read: what would be taken twice, and when."""
        return _("would double-book %(what)s on %(day)s at %(time)s") % {
            "what": self.name,
            "day": date_format(self.session.day, "l"),
            "time": wall_time.clock_words(self.session.start_minute),
        }

    @property
    def name(self) -> str:
        model = {Booking.ROOM: Room, Booking.STAFF: Staff, Booking.CLIENT: Client}[self.kind]
        return str(model.objects.get(pk=self.resource_id))


class DoubleBooked(Exception):
    """Raised inside a transaction so that nothing of it remains; whoever opened it turns the clash into words."""

    def __init__(self, clash: Clash) -> None:
        super().__init__("double booking")
        self.clash = clash


def book(seated: Iterable[tuple[Session, Iterable[int]]]) -> None:
    """The rooms, staff and clients (ids) of these sessions are taken. Raises DoubleBooked and books nothing if one is not free."""
    seated = list(seated)
    one_writer_at_a_time()
    wanted = [booking for session, clients in seated for booking in _bookings(session, clients)]
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(wanted)
    except IntegrityError as error:
        raise DoubleBooked(_first_clash(wanted, {session.pk for session, _ in seated}, error)) from None


def give_back(sessions: Iterable[Session]) -> None:
    """Whatever these sessions held is free again."""
    Booking.objects.filter(session__in=list(sessions)).delete()


def one_writer_at_a_time() -> None:
    """Until the transaction ends. Two writers that each wait for the other's rows would be a deadlock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [LOCK, organization_id() % 2**31])


def _bookings(session: Session, clients: Iterable[int]) -> list[Booking]:
    staff = [session.leader_id, *([session.co_leader_id] if session.co_leader_id else [])]
    taken = [(Booking.STAFF, who) for who in staff] + [(Booking.CLIENT, who) for who in clients]
    if session.room_id:
        taken.append((Booking.ROOM, session.room_id))
    return [
        Booking(
            organization_id=session.organization_id,
            kind=kind,
            resource_id=resource,
            during=DateTimeTZRange(session.starts_at, session.ends_at, "[)"),
            session=session,
        )
        for kind, resource in taken
    ]


def _first_clash(wanted: list[Booking], mine: set[int], error: IntegrityError) -> Clash:
    """Which booking stood in the way; read after the refusal, as PostgreSQL tells no values under row security."""
    taken = _taken(wanted, mine)
    own: dict[tuple[int, int], list[tuple[datetime, datetime]]] = {}
    for booking in wanted:
        key, span = (booking.kind, booking.resource_id), (booking.during.lower, booking.during.upper)
        if any(_overlap(span, other) for other in taken.get(key, []) + own.get(key, [])):
            return Clash(*key, booking.session)
        own.setdefault(key, []).append(span)
    raise error


def _taken(wanted: list[Booking], mine: set[int]) -> dict[tuple[int, int], list[tuple[datetime, datetime]]]:
    whole = DateTimeTZRange(min(b.during.lower for b in wanted), max(b.during.upper for b in wanted))
    found: dict[tuple[int, int], list[tuple[datetime, datetime]]] = {}
    rows = Booking.objects.filter(during__overlap=whole).exclude(session__in=mine)
    for kind, resource, during in rows.values_list("kind", "resource_id", "during"):
        found.setdefault((kind, resource), []).append((during.lower, during.upper))
    return found


def _overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
