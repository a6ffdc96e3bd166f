"""The program does not hold a session, or a client's stay ends: what was taken is free again, and people are told."""

from datetime import date

from django.db import transaction

from iop.accounts.models import User
from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.core.wall_time import minute_of_week
from iop.schedule.actions.booking import give_back
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.models import Booking, Release, Seat, Session, SessionCancellation, WeekNotice
from iop.schedule.queries import held


@transaction.atomic
def cancel_session(session: Session, *, by: User, reason: str) -> SessionCancellation:
    """The program does not hold this session; nobody's attendance suffers. A second press changes nothing."""
    session = Session.objects.select_for_update(of=("self",)).select_related("week", "site").get(pk=session.pk)
    cancellation, new = SessionCancellation.objects.get_or_create(
        organization_id=session.organization_id,
        session=session,
        defaults={"reason": reason, "by": by, "at": clock.now()},
    )
    if new:
        give_back([session])
        tell_calendars([session])
        _tell(session)
        record("session_cancelled", subject=session, reason=reason)
    return cancellation


def _tell(session: Session) -> None:
    """Everybody who had a seat, the leader and the co-leader."""
    newest = newest_release(session)
    change = {
        "what": "cancelled",
        "session": session.public_id,
        "service": session.service.public_id,
        "group": session.group.public_id if session.group else None,
        "start": minute_of_week(session.day, session.start_minute),
        "was": minute_of_week(session.day, session.start_minute),
    }
    seats = Seat.objects.filter(session=session, withdrawn_by__isnull=True).values_list("client_id", flat=True)
    told = [{"client_id": client} for client in seats]
    told += [{"staff_id": who} for who in (session.leader_id, session.co_leader_id) if who]
    WeekNotice.objects.bulk_create(
        WeekNotice(organization_id=session.organization_id, release=newest, changes=[change], **who) for who in told
    )


def newest_release(session: Session) -> Release:
    return Release.objects.filter(week_id=session.week_id).latest("number")


@transaction.atomic
def end_bookings(client: Client, from_day: date, *, by: User, reason: str) -> list[Session]:
    """From that day on the client has no seat any more; sessions held for this client alone are cancelled.

    Sessions that have started stay as they are. Returns the sessions that were to come.
    """
    coming = held().filter(day__gte=from_day, starts_at__gt=clock.now())
    seats = list(
        Seat.objects.filter(client=client, withdrawn_by__isnull=True, session__in=coming).select_related(
            "session__site", "session__week", "session__group"
        )
    )
    for seat in seats:
        if seat.session.group_id is None:
            cancel_session(seat.session, by=by, reason=reason)
        seat.withdrawn_by = newest_release(seat.session)
    Seat.objects.bulk_update(seats, ["withdrawn_by"])
    sessions = [seat.session for seat in seats]
    Booking.objects.filter(kind=Booking.CLIENT, resource_id=client.pk, session__in=sessions).delete()
    tell_calendars(sessions)
    if sessions:
        record("bookings_ended", subject=client, client=client, reason=reason, sessions=len(sessions))
    return sessions
