"""One room: what it has, when it is closed, what it hosts, and which released sessions a closure touches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from iop.centers import queries
from iop.centers.actions.rooms import close_room, open_room
from iop.centers.forms.rooms import ClosureForm
from iop.centers.models import Room, RoomClosure
from iop.core import clock
from iop.core.policy import Action, may
from iop.schedule.touched import sessions_in_room
from iop.web.access import needs


@needs(Action.STAFF_SEE)
def room(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _room(request, public_id)
    return render(request, "staffing/room.html", _context(request, found, ClosureForm(zone=found.site.time_zone)))


def _room(request: HttpRequest, public_id: str) -> Room:
    today = clock.today(request.user.organization.time_zone)
    return get_object_or_404(queries.rooms_with_closures(today), public_id=public_id)


def _context(request: HttpRequest, found: Room, form: ClosureForm) -> dict[str, object]:
    return {
        "room": found,
        "form": form,
        "touched": [
            session
            for closure in found.coming_closures
            for session in sessions_in_room(found, closure.day, closure.start_minute, closure.end_minute)
        ],
        "may_edit": may(request.user.policy_role, Action.STAFF_EDIT),
    }


@needs(Action.STAFF_EDIT)
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _room(request, public_id)
    form = ClosureForm(request.POST, zone=found.site.time_zone)
    if not form.is_valid():
        return render(request, "staffing/room.html", _context(request, found, form), status=422)
    data = form.cleaned_data
    close_room(
        found,
        day=data["day"],
        start_minute=data["start_minute"],
        end_minute=data["end_minute"],
        reason=data["reason"],
    )
    return redirect("room", public_id)


@needs(Action.STAFF_EDIT)
@require_POST
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    closure = get_object_or_404(RoomClosure.objects.select_related("room"), public_id=public_id)
    open_room(closure)
    return redirect("room", closure.room.public_id)
