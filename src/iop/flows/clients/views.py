"""Clients: the list, somebody new, and the page of one."""

import re
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.audit.looking import looked_at
from iop.centers.models import Site, Staff
from iop.clients.actions.adding import add_client, namesakes
from iop.clients.forms import FactsForm
from iop.clients.models import Client
from iop.clients.refusals import NotSaved
from iop.clients.tabs import record_head
from iop.core import clock
from iop.core.policy import Action, may
from iop.flows.clients.admitting import admit
from iop.flows.clients.forms import AdmitForm
from iop.flows.clients.listing import asked_for, page_of_clients
from iop.flows.clients.page import page_of, week_of_client
from iop.flows.clients.searching import remember, words_of
from iop.plans import wording
from iop.tenancy.models import new_public_id
from iop.web.access import needs

FORM_ID = re.compile(r"[A-Za-z0-9_-]{12}")
WEEK = timedelta(days=7)
NARROWING = ("site", "level", "therapist", "show", "sort")


@needs(Action.CLIENT_LIST)
def clients(request: HttpRequest) -> HttpResponse:
    """Search by the beginning of a name or chart number, sort, narrow; 50 a page."""
    asked = asked_for(request.GET, words_of(request))
    role = request.user.policy_role
    page, lines = page_of_clients(asked, request.user, request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "lines": lines,
        "sees_plan": may(role, Action.PLAN_SEE),
        "sees_page": may(role, Action.CLIENT_SEE),
        "may_add": may(role, Action.CLIENT_ADD),
        "sites": [("", _("All sites")), *Site.objects.order_by("name").values_list("public_id", "name")],
        "shows": [("in_care", _("In care and new")), ("all", _("Everybody"))],
    }
    if context["sees_plan"]:
        levels = [("", _("All levels")), *((level, wording.level_name(level)) for level in ("php", "iop", "op"))]
        staff = [(one.public_id, str(one)) for one in Staff.objects.filter(primary_for__isnull=False).distinct()]
        context |= {"levels": levels, "therapists": [("", _("All therapists")), *sorted(staff, key=lambda one: one[1])]}
    return render(request, "flows/clients.html", context)


@needs(Action.CLIENT_LIST)
@require_POST
def client_search(request: HttpRequest) -> HttpResponse:
    """The list, narrowed; the address it leads to holds no name."""
    asked = {name: request.POST.get(name, "") for name in NARROWING} | {
        "search": remember(request, request.POST.get("q", ""))
    }
    given = urlencode({name: value for name, value in asked.items() if value})
    return redirect(reverse("clients") + (f"?{given}" if given else ""))


@needs(Action.CLIENT_ADD)
def client_add(request: HttpRequest) -> HttpResponse:
    """Somebody new. The form carries its own id, so that sending it twice makes one client."""
    zone = request.user.organization.time_zone
    form = FactsForm(request.POST or None, today=clock.today(zone), initial={"languages": ["en"], "modes": ["onsite"]})
    form_id = request.POST.get("form_id", "")
    form_id = form_id if FORM_ID.fullmatch(form_id) else new_public_id()
    same = []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        same = [] if request.POST.get("another") else [one for one in namesakes(facts) if one.public_id != form_id]
        if not same:
            client = add_client(request.user.organization_id, facts, form_id=form_id, zone=zone)
            messages.success(request, _("Client added. Next: papers and the week."))
            return redirect("client", client.public_id)
        form.add_error(None, _("There is a client of this name and birth date already."))
    context = {"form": form, "form_id": form_id, "same": same, "clients_url": reverse("clients")}
    return render(request, "flows/client_add.html", context, status=422 if form.errors else 200)


@needs(Action.CLIENT_SEE)
def client(request: HttpRequest, public_id: str) -> HttpResponse:
    """How is this person doing, and what comes next? Opening it is recorded."""
    return _shown(request, _client(request, public_id))


@needs(Action.CLIENT_ADD)
@require_POST
def client_admit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Into a program's care, once the papers are there."""
    person = get_object_or_404(Client.objects.visible_to(request.user), public_id=public_id)
    today = clock.today(request.user.organization.time_zone)
    form = AdmitForm(request.POST, today=today)
    if form.is_valid():
        said = form.cleaned_data
        try:
            admit(person, said["program"], level=said["level"], on=said["on"], today=today)
        except NotSaved as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Admitted."))
            return redirect("client", public_id)
    return _shown(request, person, admit_form=form, status=422)


@needs(Action.CLIENT_SEE)
def client_week(request: HttpRequest, public_id: str) -> HttpResponse:
    """One week of the client's sessions; this week unless another Monday is asked for."""
    person = _client(request, public_id)
    looked_at(person, request.user, "week")
    today = clock.today(request.user.organization.time_zone)
    monday = _monday(request.GET.get("week", ""), today)
    lines = week_of_client(person, monday)
    context = {
        **record_head(person, request.user, "client_week"),
        "lines": lines,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "this": clock.monday_of(today),
        "attended": wording.hours(sum(line.mark.counted_minutes for line in lines if line.mark)),
    }
    return render(request, "flows/client_week.html", context)


def _client(request: HttpRequest, public_id: str) -> Client:
    visible = Client.objects.visible_to(request.user).select_related("site", "primary_therapist")
    return get_object_or_404(visible.distinct(), public_id=public_id)


def _shown(request: HttpRequest, person: Client, *, admit_form=None, status: int = 200) -> HttpResponse:
    today = clock.today(request.user.organization.time_zone)
    looked_at(person, request.user, "overview")
    context = {**record_head(person, request.user, "client"), **page_of(person, request.user, today)}
    if context["episode"] is None and may(request.user.policy_role, Action.CLIENT_ADD):
        context["admit_form"] = admit_form or AdmitForm(today=today)
    context["records"] = _records(person, request.user) if context["episode"] else []
    return render(request, "flows/client.html", context, status=status)


def _records(person: Client, viewer) -> list[dict[str, str]]:
    """What can be recorded from here, for those who may."""
    offers = (
        ("return_to_use", _("Record return to use"), Action.RETURN_TO_USE_RECORD),
        ("observation", _("Record an observation"), Action.MILESTONE_OBSERVE),
    )
    return [
        {"label": label, "url": reverse(name, args=[person.public_id])}
        for name, label, action in offers
        if may(viewer.policy_role, action)
    ]


def _monday(asked: str, today: date) -> date:
    return clock.monday_of(clock.day_named(asked) or today)
