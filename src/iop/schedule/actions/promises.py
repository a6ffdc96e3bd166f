"""What follows a release: a promise for a client is kept, a notice is seen."""

from django.db import transaction

from iop.accounts.models import User
from iop.audit.record import record
from iop.core import clock
from iop.schedule.models import ShortfallTask, WeekNotice


@transaction.atomic
def keep_promise(task: ShortfallTask, *, by: User) -> ShortfallTask:
    """What was said for this client was done. A second press changes nothing."""
    task = ShortfallTask.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by
        task.save(update_fields=["done_at", "done_by"])
        record("shortfall_task_done", subject=task, client=task.client_id)
    return task


@transaction.atomic
def see(notice: WeekNotice) -> None:
    """The person it was for has seen it."""
    WeekNotice.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=clock.now())
