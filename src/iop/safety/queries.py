"""Reads about safety: what waits for a licensed clinician, the longest waiting first."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from iop.clients.models import Client
from iop.core.policy import Action
from iop.safety.models import SafetyTask


def open_tasks(*, user=None, clients: Iterable[Client] | None = None) -> QuerySet[SafetyTask]:
    """Tasks without a disposition, for the clients given or for those this user may see; the first due first."""
    tasks = SafetyTask.objects.filter(disposition__isnull=True)
    if clients is not None:
        tasks = tasks.filter(client__in=clients)
    if user is not None:
        tasks = tasks.filter(client__in=Client.objects.visible_to(user, Action.SAFETY_TASK_SEE))
    return tasks.select_related(
        "client__site", "client__primary_therapist__supervisor", "responsible", "return_to_use"
    ).order_by("due_at", "pk")


def tasks_visible_to(user, action: Action = Action.SAFETY_TASK_SEE) -> QuerySet[SafetyTask]:
    """Tasks of the clients this user may see, open or closed, and those that name the user."""
    visible = Client.objects.visible_to(user, action)
    related = ("client__site", "responsible", "return_to_use__recorded_by", "disposition")
    chosen = Q(client__in=visible) | Q(responsible__user=user)
    return SafetyTask.objects.filter(chosen).select_related(*related)
