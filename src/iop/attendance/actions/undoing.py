"""Take a mark back: what stood before stands again, and the trail keeps both."""

from django.db import transaction
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.attendance.actions.marking import NOT_MARKED, hold_place
from iop.attendance.models import Attendance
from iop.attendance.refusals import EditedMeanwhile, MarkRefused
from iop.attendance.words import in_words
from iop.audit.models import Event
from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.schedule.models import Session

CONTENT = ("state", "arrived", "left", "counted_minutes")


@transaction.atomic
def restore(
    session: Session, client: Client, *, to_revision: int, by: User | None, revision: int | None = None
) -> Attendance | None:
    """The mark is again what it was at `to_revision`; 0 means not marked, and returns None.

    Raises MarkRefused when there is no such revision, EditedMeanwhile when `revision` is not what stands.
    """
    hold_place(session, client)
    row = Attendance.objects.filter(session=session, client=client).first()
    if row is None:
        return None
    if revision is not None and revision != row.revision:
        words = _("Somebody marked this meanwhile: it says %(theirs)s. Nothing was undone.")
        raise EditedMeanwhile(words % {"theirs": in_words(row)}, row)
    if to_revision == row.revision:
        return row
    return _unmarked(row) if to_revision == NOT_MARKED else _set_back(row, content_at(row, to_revision), by)


def content_at(row: Attendance, revision: int) -> dict[str, object]:
    """What the row said at an earlier revision, walked back through the trail."""
    said = {name: getattr(row, name) for name in (*CONTENT, "revision")}
    changes = Event.objects.filter(
        subject_type=Attendance._meta.db_table, subject_id=str(row.pk), action="row_update"
    ).order_by("-id")
    for before in changes.values_list("before", flat=True):
        said |= {name: value for name, value in before.items() if name in said}
        if said["revision"] == revision:
            return {name: said[name] for name in CONTENT}
    raise MarkRefused(_("There is nothing left to undo here."))


def _unmarked(row: Attendance) -> None:
    record("attendance_undone", subject=row, client=row.client_id, was=row.state)
    row.delete()


def _set_back(row: Attendance, content: dict[str, object], by: User | None) -> Attendance:
    was = row.state
    for name, value in content.items():
        setattr(row, name, value)
    row.revision += 1
    row.marked_by, row.marked_at = by, clock.now()
    row.save()
    record("attendance_undone", subject=row, client=row.client_id, was=was, state=row.state, revision=row.revision)
    return row
