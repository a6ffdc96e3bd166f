"""What was promised at a release for those who fell short: who does it by when, and that it is done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.core.policy import Action
from iop.schedule.actions.promises import keep_promise
from iop.schedule.queries import shortfalls_visible_to, still_open
from iop.web.access import needs


@needs(Action.SHORTFALL_KEEP)
def shortfall_tasks(request: HttpRequest) -> HttpResponse:
    """Open ones first asked; `?show=done` looks back."""
    done = request.GET.get("show") == "done"
    tasks = shortfalls_visible_to(request.user)
    tasks = tasks.filter(done_at__isnull=False).order_by("-done_at", "pk") if done else still_open(tasks)
    context = {
        "page": Paginator(tasks, 50).get_page(request.GET.get("page")),
        "done": done,
        "today": clock.today(request.user.organization.time_zone),
    }
    return render(request, "timetable/shortfalls.html", context)


@needs(Action.SHORTFALL_KEEP)
@require_POST
def shortfall_done(request: HttpRequest, public_id: str) -> HttpResponse:
    """A second press changes nothing."""
    task = get_object_or_404(shortfalls_visible_to(request.user), public_id=public_id)
    keep_promise(task, by=request.user)
    messages.success(request, _("Done for %(client)s.") % {"client": task.client.name})
    return redirect("shortfall_tasks")
