"""Add somebody who came without a seat, and take them off again while they are not marked."""

from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.attendance.models import Attendance, Visitor
from iop.attendance.queries import on_roster
from iop.attendance.refusals import MarkRefused
from iop.audit.record import record
from iop.clients.models import Client
from iop.clients.queries import must_not_meet
from iop.core import clock
from iop.schedule.models import Seat, Session


@transaction.atomic
def add_visitor(session: Session, client: Client, *, by: User | None) -> Visitor | None:
    """The client is on the roster of this one session. None when they have a seat anyway; a second press changes nothing.

    Raises MarkRefused when somebody on the roster must not meet them.
    """
    if Seat.objects.filter(session=session, client=client, withdrawn_by__isnull=True).exists():
        return None
    if must_not_meet(client, on_roster(session)):
        # Who may know of a no-contact pair is policy: the words give no reason.
        raise MarkRefused(
            _("%(name)s is not possible in this group. Ask the clinical director.") % {"name": client.short_name}
        )
    visitor, new = Visitor.objects.get_or_create(
        organization_id=session.organization_id,
        session=session,
        client=client,
        defaults={"added_by": by, "added_at": clock.now()},
    )
    if new:
        record("visitor_added", subject=visitor, client=client, session=session.public_id)
    return visitor


@transaction.atomic
def take_off(session: Session, client: Client, *, by: User | None) -> None:
    """The visitor is off the roster again. Raises MarkRefused once they are marked: undo the mark first."""
    visitor = Visitor.objects.select_for_update().filter(session=session, client=client).first()
    if visitor is None:
        return
    if Attendance.objects.filter(session=session, client=client).exists():
        raise MarkRefused(_("%(name)s is marked here. Undo the mark first.") % {"name": client.short_name})
    record("visitor_taken_off", subject=visitor, client=client, session=session.public_id, by=by.pk if by else None)
    visitor.delete()
