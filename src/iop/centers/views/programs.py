"""The program's settings: readable for all, editable as text for the director, version by version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from iop.centers.actions.following import follow_definition
from iop.centers.actions.program import NotSaved, save_definition
from iop.centers.models import Program
from iop.core.policy import Action, may
from iop.web.access import needs


@needs(Action.PROGRAM_SEE)
def programs(request: HttpRequest) -> HttpResponse:
    """One program is shown at once; several are a list."""
    found = list(Program.objects.order_by("name"))
    if len(found) == 1:
        return redirect("program", found[0].public_id)
    return render(request, "centers/programs.html", {"programs": found})


@needs(Action.PROGRAM_SEE)
def program(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Program, public_id=public_id)
    context = {
        "program": found,
        "definition": found.definition,
        "versions": found.versions.select_related("saved_by").order_by("-number"),
        "may_edit": may(request.user.policy_role, Action.PROGRAM_EDIT),
    }
    return render(request, "centers/program.html", context)


@needs(Action.PROGRAM_EDIT)
def edit_program(request: HttpRequest, public_id: str) -> HttpResponse:
    """The definition as text. What is wrong is said per line, and what was typed stays."""
    found = get_object_or_404(Program, public_id=public_id)
    newest = found.versions.latest("number")
    context = {"program": found, "text": newest.definition, "based_on": newest.number}
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        saved = save_definition(found, text, based_on=_number(request), by=request.user)
        if not isinstance(saved, NotSaved):
            follow_definition(found, Program.objects.get(pk=found.pk).definition)
            messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
            return redirect("program", public_id)
        context |= {"text": text, "based_on": _number(request), "refused": saved}
    return render(request, "centers/edit_program.html", context, status=422 if "refused" in context else 200)


def _number(request: HttpRequest) -> int:
    typed = request.POST.get("based_on", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
