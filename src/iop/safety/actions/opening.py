"""A return to use is written down, and a safety task is opened for a named, licensed clinician."""

from datetime import datetime

from iop.audit.record import record
from iop.centers.models import Staff
from iop.clients.models import Client
from iop.core import clock
from iop.safety.models import ReturnToUse, SafetyTask


def note_return_to_use(client: Client, *, by, **facts) -> tuple[ReturnToUse, bool]:
    """The event as told: `on`, `substance`, `learned_from`, `circumstances`. The same words twice are one event."""
    before = ReturnToUse.objects.filter(client=client, **facts).first()
    if before:
        return before, False
    event = ReturnToUse.objects.create(
        organization_id=client.organization_id, client=client, recorded_by=by, recorded_at=clock.now(), **facts
    )
    record("return_to_use_recorded", subject=event, client=client)
    return event, True


def open_task(
    client: Client,
    *,
    kind: str,
    words: str,
    responsible: Staff,
    due_at: datetime,
    by,
    return_to_use: ReturnToUse | None = None,
) -> SafetyTask:
    """Open until somebody licensed writes what they found and did."""
    task = SafetyTask.objects.create(
        organization_id=client.organization_id,
        client=client,
        kind=kind,
        words=words,
        return_to_use=return_to_use,
        responsible=responsible,
        due_at=due_at,
        opened_at=clock.now(),
        opened_by=by,
    )
    record("safety_task_opened", subject=task, client=client, kind=kind)
    return task
