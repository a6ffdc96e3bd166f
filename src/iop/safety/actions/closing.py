"""A safety task ends with a licensed clinician's words, and with nothing else."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from iop.admissions.models import Episode
from iop.audit.record import record
from iop.core import clock
from iop.plans.credentials import may_sign_as, signing_name
from iop.safety.models import Disposition, SafetyTask


@dataclass(frozen=True)
class Closed:
    """The disposition; `new` is false when somebody had closed the task before."""

    disposition: Disposition
    new: bool = True


@dataclass(frozen=True)
class CannotClose:
    """What is missing."""

    reason: str


@transaction.atomic
def close_task(task: SafetyTask, *, words: str, by, credential: str) -> Closed | CannotClose:
    """The task is closed with a written disposition; a second press changes nothing."""
    SafetyTask.objects.select_for_update().get(pk=task.pk)
    before = Disposition.objects.filter(task=task).first()
    if before:
        return Closed(before, new=False)
    program = Episode.objects.filter(client=task.client_id).select_related("program").latest("admitted_on").program
    if not may_sign_as(by, credential, program):
        return CannotClose(_("A safety task is closed by somebody with a license that has not expired."))
    if not words.strip():
        return CannotClose(_("Write what you found and what was done."))
    disposition = Disposition.objects.create(
        organization_id=task.organization_id,
        task=task,
        words=words.strip(),
        by=by,
        name=signing_name(by),
        credential=credential,
        at=clock.now(),
    )
    record("safety_task_closed", subject=task, client=task.client_id, credential=credential)
    return Closed(disposition)
