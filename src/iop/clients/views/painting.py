"""The client's week, painted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.audit.looking import looked_at
from iop.clients.actions.painting import digest, paint_week, week_of
from iop.clients.forms import StretchForm
from iop.clients.models import Client
from iop.clients.refusals import NotSaved
from iop.clients.tabs import record_head
from iop.clients.week_paint import END_HOUR, START_HOUR, Stretch, cells_of, painted, unpainted
from iop.clients.words import KINDS
from iop.core.policy import Action
from iop.web.access import needs


@needs(Action.AVAILABILITY_EDIT)
def client_availability(request: HttpRequest, public_id: str) -> HttpResponse:
    """Paint when the client is free, and what stands in the way."""
    client = _client(request, public_id)
    week = week_of(client)
    if request.method != "POST":
        return _shown(request, client, week, cells=_cells(week))
    cells = {kind: request.POST.getlist(kind) for kind in KINDS}
    try:
        paint_week(client, [*painted(cells), *unpainted(week)], seen=request.POST.get("seen", ""))
    except NotSaved as refusal:
        return _shown(request, client, week, cells=cells, mistake=str(refusal), status=422)
    messages.success(request, _("Week saved."))
    return redirect("client_availability", public_id)


@needs(Action.AVAILABILITY_EDIT)
@require_POST
def client_stretch_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """An exact stretch beside the painted ones."""
    client = _client(request, public_id)
    week = week_of(client)
    form = StretchForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            paint_week(
                client, [*week, Stretch(said["weekday"], said["start"], said["end"], said["kind"])], seen=digest(week)
            )
        except NotSaved as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("client_availability", public_id)
    return _shown(request, client, week, cells=_cells(week), form=form, status=422)


@needs(Action.AVAILABILITY_EDIT)
@require_POST
def client_stretch_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one stretch away; gone already is fine."""
    client = _client(request, public_id)
    week = week_of(client)
    left = [one for one in week if _key(one) != request.POST.get("stretch")]
    paint_week(client, left, seen=digest(week))
    return redirect("client_availability", public_id)


def _client(request: HttpRequest, public_id: str) -> Client:
    visible = Client.objects.visible_to(request.user, Action.AVAILABILITY_EDIT)
    return get_object_or_404(visible, public_id=public_id)


def _cells(week: list[Stretch]) -> dict[str, list[str]]:
    return {kind: cells_of(one for one in week if one.kind == kind) for kind in KINDS}


def _shown(request, client, week, *, cells, form=None, mistake="", status=200) -> HttpResponse:
    looked_at(client, request.user, "availability")
    words = {**KINDS, "other": _("something else")}
    grids = [{"kind": kind, "word": word, "chosen": cells[kind]} for kind, word in words.items()]
    context = {
        **record_head(client, request.user, "client_availability"),
        "grids": grids,
        "hours": (START_HOUR, END_HOUR),
        "seen": digest(week),
        "mistake": mistake,
        "form": form or StretchForm(),
        "stretches": [{"key": _key(one), "words": one.words, "kind": KINDS[one.kind]} for one in week],
        "free_hours": sum(one.end - one.start for one in week if one.kind == "free") / 60,
    }
    return render(request, "clients/availability.html", context, status=status)


def _key(one: Stretch) -> str:
    return f"{one.weekday}-{one.start}-{one.end}-{one.kind}"
