"""Who may do what, when they work, what ends soon, and which released sessions an absence touches."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from iop.centers import queries
from iop.centers.actions import staff as actions
from iop.centers.forms.staff import CredentialForm, LastDayForm, LeaveForm
from iop.centers.models import Leave, Site, Staff, StaffAvailability
from iop.clients.refusals import NotSaved
from iop.clients.week_paint import Stretch, cells_of, joined, painted, unpainted
from iop.core import clock
from iop.core.policy import Action, may
from iop.schedule.models import Session
from iop.schedule.touched import sessions_after, sessions_during_leave
from iop.web.access import needs

SORTS = {"name": ["last_name", "first_name"], "title": ["title", "last_name"]}


@needs(Action.STAFF_SEE)
def staff_and_rooms(request: HttpRequest) -> HttpResponse:
    """Two lists: people with their credentials, and rooms with what closes them."""
    today = clock.today(request.user.organization.time_zone)
    people = queries.staff_list(request.GET.get("q", ""), request.GET.get("site", ""))
    context = {
        "page": Paginator(people.order_by(*_order(request)), 50).get_page(request.GET.get("page")),
        "away": queries.away_on(today),
        "sites": [("", _("All sites")), *Site.objects.order_by("name").values_list("public_id", "name")],
        "rooms": queries.rooms_with_closures(today),
        "today": today,
        "soon": {credential.pk for credential in queries.expiring_credentials(today)},
    }
    return render(request, "staffing/staff_and_rooms.html", context)


def _order(request: HttpRequest) -> list[str]:
    asked = request.GET.get("sort", "name")
    names = SORTS.get(asked.lstrip("-"), SORTS["name"])
    return [f"-{name}" for name in names] if asked.startswith("-") else names


@needs(Action.STAFF_SEE)
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "staffing/member.html", _member_context(request, _member(public_id)))


def _member(public_id: str) -> Staff:
    return get_object_or_404(queries.staff_list(), public_id=public_id)


def _member_context(request: HttpRequest, staff: Staff, **forms) -> dict[str, object]:
    """The page around one member of staff; forms that were sent come back with what was typed."""
    windows = staff.availability.order_by("weekday", "start_minute")
    today = clock.today(request.user.organization.time_zone)
    leaves = list(staff.leaves.filter(last_day__gte=today).order_by("first_day"))
    return {
        "member": staff,
        "windows": windows,
        "cells": cells_of(_stretches(windows)),
        "leaves": leaves,
        "touched": _touched(staff, leaves),
        "today": today,
        "may_edit": may(request.user.policy_role, Action.STAFF_EDIT),
        "leave_form": LeaveForm(),
        "last_day_form": LastDayForm(initial={"last_day": staff.last_day}),
        "credential_form": CredentialForm(),
        **forms,
    }


def _stretches(windows: Iterable[StaffAvailability]) -> list[Stretch]:
    return [Stretch(window.weekday, window.start_minute, window.end_minute) for window in windows]


def _touched(staff: Staff, leaves: list[Leave]) -> list[Session]:
    """Released sessions without their leader now, in time order, each once."""
    found = {session.pk: session for leave in leaves for session in sessions_during_leave(leave)}
    if staff.last_day:
        found |= {session.pk: session for session in sessions_after(staff, staff.last_day)}
    return sorted(found.values(), key=lambda session: session.starts_at)


@needs(Action.STAFF_EDIT)
@require_POST
def set_availability(request: HttpRequest, public_id: str) -> HttpResponse:
    """The grid's hours as painted; what the grid cannot show, early, late or at odd minutes, stays."""
    staff = _member(public_id)
    try:
        works = painted({"free": request.POST.getlist("works")})
    except NotSaved:
        raise Http404 from None
    week = joined([*works, *unpainted(_stretches(staff.availability.all()))])
    actions.set_availability(staff, [(one.weekday, one.start, one.end) for one in week])
    return redirect("staff_member", public_id)


@needs(Action.STAFF_EDIT)
@require_POST
def add_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    staff, form = _member(public_id), LeaveForm(request.POST)
    if not form.is_valid():
        return render(request, "staffing/member.html", _member_context(request, staff, leave_form=form), status=422)
    actions.add_leave(staff, **form.cleaned_data)
    return redirect("staff_member", public_id)


@needs(Action.STAFF_EDIT)
@require_POST
def remove_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    leave = get_object_or_404(Leave.objects.select_related("staff"), public_id=public_id)
    actions.remove_leave(leave)
    return redirect("staff_member", leave.staff.public_id)


@needs(Action.STAFF_EDIT)
@require_POST
def set_last_day(request: HttpRequest, public_id: str) -> HttpResponse:
    staff, form = _member(public_id), LastDayForm(request.POST)
    if not form.is_valid():
        return render(request, "staffing/member.html", _member_context(request, staff, last_day_form=form), status=422)
    actions.set_last_day(staff, form.cleaned_data["last_day"])
    return redirect("staff_member", public_id)


@needs(Action.STAFF_EDIT)
@require_POST
def save_credential(request: HttpRequest, public_id: str) -> HttpResponse:
    staff, form = _member(public_id), CredentialForm(request.POST)
    if not form.is_valid():
        return render(
            request, "staffing/member.html", _member_context(request, staff, credential_form=form), status=422
        )
    actions.save_credential(staff, **form.cleaned_data)
    return redirect("staff_member", public_id)
