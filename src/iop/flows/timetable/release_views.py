"""The release: who falls short and what will be done, who is told, then the deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from iop.core.policy import Action
from iop.flows.week.comparing import compare
from iop.flows.week.releasing import NotReleased, release
from iop.flows.week.shortfalls import shortfalls
from iop.schedule.models import Draft
from iop.web.access import needs

ANSWER = "answer-"


@needs(Action.WEEK_RELEASE)
def release_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET shows what the release would do; POST does it, or says why not and keeps every answer."""
    draft = get_object_or_404(Draft.objects.select_related("week__program"), public_id=public_id)
    answers = _answers(request)
    refused = None
    if request.method == "POST":
        done = release(draft, by=request.user, answers=answers)
        if not isinstance(done, NotReleased):
            messages.success(request, _("Week released, version %(number)s.") % {"number": done.number})
            return redirect("timetable_week", draft.week.monday.isoformat())
        refused = done
    short = [(one, answers.get(one.client.public_id, "")) for one in shortfalls(draft)]
    context = {"draft": draft, "short": short, "comparison": compare(draft), "refused": refused}
    return render(request, "timetable/release.html", context, status=422 if refused else 200)


def _answers(request: HttpRequest) -> dict[str, str]:
    """By a client's public id, what will be done for them."""
    return {key.removeprefix(ANSWER): words for key, words in request.POST.items() if key.startswith(ANSWER)}
