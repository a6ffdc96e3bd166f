"""A safety task ends: what rested may go on, so milestones are looked at again at once."""

from django.db import transaction

from iop.flows.plans.observing import look_again
from iop.safety.actions.closing import CannotClose, Closed, close_task
from iop.safety.models import SafetyTask


@transaction.atomic
def close(task: SafetyTask, *, words: str, by, credential: str) -> Closed | CannotClose:
    """The task is closed and what follows from it is proposed; a second press changes nothing."""
    outcome = close_task(task, words=words, by=by, credential=credential)
    if isinstance(outcome, Closed) and outcome.new:
        look_again(task.client)
    return outcome
