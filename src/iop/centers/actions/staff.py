"""When somebody works, is away, or leaves; and what they may do."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from iop.audit.record import record
from iop.centers.models import Credential, Leave, Staff, StaffAvailability

Window = tuple[int, int, int]


@transaction.atomic
def set_availability(staff: Staff, windows: Iterable[Window]) -> None:
    """These weekly windows (weekday, first minute, last minute) replace the old ones."""
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    locked.availability.all().delete()
    StaffAvailability.objects.bulk_create(
        StaffAvailability(
            organization_id=locked.organization_id, staff=locked, weekday=day, start_minute=start, end_minute=end
        )
        for day, start, end in windows
    )
    record("staff_availability_set", subject=locked)


@transaction.atomic
def add_leave(staff: Staff, *, first_day: date, last_day: date, kind: str) -> Leave:
    """Away on these days; a second press adds nothing."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    leave, new = Leave.objects.get_or_create(
        organization_id=staff.organization_id, staff=staff, first_day=first_day, last_day=last_day, kind=kind
    )
    if new:
        record("leave_added", subject=leave)
    return leave


@transaction.atomic
def remove_leave(leave: Leave) -> None:
    record("leave_removed", subject=leave)
    leave.delete()


@transaction.atomic
def set_last_day(staff: Staff, last_day: date | None) -> None:
    """Leaving: nothing is planned after the day. None takes it back."""
    locked = Staff.objects.select_for_update().get(pk=staff.pk)
    locked.last_day = last_day
    locked.save(update_fields=["last_day"])
    record("staff_last_day_set", subject=locked)


@transaction.atomic
def save_credential(staff: Staff, *, code: str, issued_by: str, number: str, expires_on: date | None) -> Credential:
    """The credential as it stands now; the same code again renews it."""
    credential, _ = Credential.objects.update_or_create(
        organization_id=staff.organization_id,
        staff=staff,
        code=code,
        defaults={"issued_by": issued_by, "number": number, "expires_on": expires_on},
    )
    record("credential_saved", subject=credential)
    return credential
