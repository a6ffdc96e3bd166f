"""The program does not hold a session: nobody's attendance suffers."""

from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.attendance.actions.marking import NOT_HELD, Asked, mark_many
from iop.attendance.actions.undoing import restore
from iop.attendance.models import Attendance
from iop.attendance.queries import on_roster
from iop.attendance.refusals import MarkRefused
from iop.audit.record import record
from iop.core import clock
from iop.schedule.actions.booking import DoubleBooked, book
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.actions.cancel import cancel_session
from iop.schedule.models import Seat, Session, SessionCancellation


@transaction.atomic
def call_off(session: Session, *, reason: str, by: User) -> SessionCancellation:
    """The session is not held and everybody on its roster is marked so. A second press changes nothing."""
    if not reason.strip():
        raise MarkRefused(_("Say in a few words why the session is not held."))
    if session.day > clock.today(session.zone):
        raise MarkRefused(
            _("A session is called off on its day. For another day, solve the week again and release it.")
        )
    if session.withdrawn_by_id:
        raise MarkRefused(_("This session is no longer in the week. Load the group rooms again."))
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    was_held = not SessionCancellation.objects.filter(session=session).exists()
    cancellation = cancel_session(session, by=by, reason=reason.strip())
    if was_held:
        mark_many(session, [Asked(client, NOT_HELD) for client in on_roster(session)], by=by)
    return cancellation


@transaction.atomic
def hold_after_all(session: Session, *, by: User) -> None:
    """The cancellation is taken back: room and people are booked again, and what was marked before it stands again.

    Raises MarkRefused when the room or somebody was booked elsewhere meanwhile; then nothing is changed.
    """
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    gone, _rows = SessionCancellation.objects.filter(session=session).delete()
    if not gone:
        return
    _book_again(session)
    for row in Attendance.objects.filter(session=session, state=NOT_HELD).select_related("client"):
        restore(session, row.client, to_revision=row.revision - 1, by=by)
    tell_calendars([session])
    record("session_held_after_all", subject=session, by=by.pk)


def _book_again(session: Session) -> None:
    seats = Seat.objects.filter(session=session, withdrawn_by__isnull=True)
    try:
        book([(session, list(seats.values_list("client_id", flat=True)))])
    except DoubleBooked as refused:
        raise MarkRefused(refused.clash.words) from None
