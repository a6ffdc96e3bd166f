"""Mark who was there. Every mark is saved at once, on its own, and can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.attendance.models import Attendance, Visitor
from iop.attendance.refusals import EditedMeanwhile, MarkRefused
from iop.attendance.stays import Stay, Typed, stay_of
from iop.attendance.words import in_words
from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.core.wall_time import clock_words
from iop.schedule.models import Seat, Session, SessionCancellation

NOT_HELD = "cancelled_by_program"
NOT_MARKED = 0
"""The revision of a person nobody has marked yet."""


@dataclass(frozen=True)
class Asked:
    """One mark as somebody asks for it. `revision` is what they saw (0: not marked); None means no matter what stands."""

    client: Client
    state: str
    arrived: Typed = None
    left: Typed = None
    revision: int | None = None


@transaction.atomic
def mark_many(session: Session, asked: Sequence[Asked], *, by: User | None) -> list[Attendance]:
    """All of them or none. Places are locked in one order, so two tablets never wait for each other in a ring."""
    ordered = sorted(asked, key=lambda one: one.client.pk)
    return [
        mark(session, one.client, one.state, arrived=one.arrived, left=one.left, by=by, revision=one.revision)
        for one in ordered
    ]


@transaction.atomic
def mark(
    session: Session,
    client: Client,
    state: str,
    *,
    arrived: Typed = None,
    left: Typed = None,
    by: User | None,
    revision: int | None = None,
) -> Attendance:
    """The client's attendance at the session is as said, with its counted minutes. The same press again changes nothing.

    Raises MarkRefused (nothing saved) with words for the screen; EditedMeanwhile when `revision` is not what stands.
    """
    stay = stay_of(session, state, arrived, left)
    check_open(session, state)
    hold_place(session, client)
    row = Attendance.objects.filter(session=session, client=client).first()
    if stay.is_marked(row):
        return row
    _check_revision(row, stay, revision)
    row = _written(session, client, row, stay, by)
    record(
        "attendance_marked",
        subject=row,
        client=client,
        state=stay.state,
        minutes=stay.counted_minutes,
        revision=row.revision,
    )
    return row


def check_open(session: Session, state: str = "") -> None:
    """Raises MarkRefused while a session cannot be marked: taken from the week, not held, or not begun."""
    opens = session.starts_at - timedelta(minutes=settings.MARK_BEFORE_START_MINUTES)
    if session.withdrawn_by_id:
        raise MarkRefused(_("This session is no longer in the week. Load the group rooms again."))
    if SessionCancellation.objects.filter(session=session).exists():
        if state != NOT_HELD:
            raise MarkRefused(_("The program cancelled this session. Hold it after all first, then mark who came."))
    elif clock.now() < opens:
        raise MarkRefused(
            _("Attendance opens %(minutes)s minutes before the start, %(time)s.")
            % {"minutes": settings.MARK_BEFORE_START_MINUTES, "time": clock_words(session.start_minute)}
        )


def hold_place(session: Session, client: Client) -> None:
    """Lock the person's place, so that two marks for one person come one after the other. Raises MarkRefused without one."""
    seat = Seat.objects.select_for_update().filter(session=session, client=client, withdrawn_by__isnull=True)
    guest = Visitor.objects.select_for_update().filter(session=session, client=client)
    if not seat.first() and not guest.first():
        raise MarkRefused(_("%(name)s has no seat here. Add them as a visitor first.") % {"name": client.short_name})


def _check_revision(row: Attendance | None, stay: Stay, revision: int | None) -> None:
    stands = row.revision if row else NOT_MARKED
    if revision is None or revision == stands:
        return
    words = _("Somebody marked this meanwhile: it says %(theirs)s, you chose %(yours)s. Nothing was changed.")
    raise EditedMeanwhile(words % {"theirs": in_words(row), "yours": in_words(stay)}, row)


def _written(session: Session, client: Client, row: Attendance | None, stay: Stay, by: User | None) -> Attendance:
    if row is None:
        row = Attendance(organization_id=session.organization_id, session=session, client=client, revision=NOT_MARKED)
    row.state, row.arrived, row.left = stay.state, stay.arrived, stay.left
    row.counted_minutes = stay.counted_minutes
    row.revision += 1
    row.marked_by, row.marked_at = by, clock.now()
    row.save()
    return row
