"""People around a client: supporters, and those they must not meet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.audit.looking import looked_at
from iop.clients.actions.keeping_apart import end_apart, keep_apart
from iop.clients.actions.painting import paint_relative
from iop.clients.actions.supporting import forget_relative, name_relative
from iop.clients.forms import NoContactForm, RelativeForm
from iop.clients.models import Client, NoContactPair, Relative
from iop.clients.refusals import NotSaved
from iop.clients.tabs import record_head
from iop.clients.week_paint import END_HOUR, START_HOUR, Stretch, cells_of, painted, unpainted
from iop.core.policy import Action, may
from iop.tenancy.models import new_public_id
from iop.web.access import needs


@needs(Action.CLIENT_EDIT)
def client_people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Supporters of the client; with the right to it also no-contact pairs."""
    return _shown(request, _client(request, public_id))


@needs(Action.CLIENT_EDIT)
@require_POST
def client_relative_add(request: HttpRequest, public_id: str) -> HttpResponse:
    client = _client(request, public_id)
    form = RelativeForm(request.POST)
    form_id = request.POST.get("form_id", "")
    if not form.is_valid() or not form_id.isascii() or len(form_id) > 24:
        return _shown(request, client, relative_form=form, status=422)
    relative = name_relative(client, form_id=form_id or new_public_id(), **form.cleaned_data)
    return redirect("client_relative", public_id, relative.public_id)


@needs(Action.CLIENT_EDIT)
def client_relative(request: HttpRequest, public_id: str, relative_id: str) -> HttpResponse:
    """When a supporter can join a family session."""
    client = _client(request, public_id)
    relative = get_object_or_404(client.relatives, public_id=relative_id)
    week = [Stretch(row.weekday, row.start_minute, row.end_minute) for row in relative.availability.all()]
    mistake, cells = "", cells_of(week)
    if request.method == "POST":
        cells = request.POST.getlist("free")
        try:
            paint_relative(relative, painted({"free": cells}) + unpainted(week))
        except NotSaved as refusal:
            mistake = str(refusal)
        else:
            messages.success(request, _("Week saved."))
            return redirect("client_people", public_id)
    context = {
        **record_head(client, request.user, "client_people"),
        "relative": relative,
        "chosen": cells,
        "hours": (START_HOUR, END_HOUR),
        "mistake": mistake,
    }
    return render(request, "clients/relative.html", context, status=422 if mistake else 200)


@needs(Action.CLIENT_EDIT)
@require_POST
def client_relative_forget(request: HttpRequest, public_id: str, relative_id: str) -> HttpResponse:
    client = _client(request, public_id)
    relative = Relative.objects.filter(client=client, public_id=relative_id).first()
    if relative is not None:
        forget_relative(relative)
    return redirect("client_people", public_id)


@needs(Action.NO_CONTACT_EDIT)
@require_POST
def client_apart_add(request: HttpRequest, public_id: str) -> HttpResponse:
    client = _client(request, public_id)
    form = NoContactForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            keep_apart(client, said["number"], scope=said["scope"], reason=said["reason"])
        except NotSaved as refusal:
            form.add_error("number", str(refusal))
        else:
            messages.success(request, _("Kept apart from now on."))
            return redirect("client_people", public_id)
    return _shown(request, client, apart_form=form, status=422)


@needs(Action.NO_CONTACT_EDIT)
@require_POST
def client_apart_end(request: HttpRequest, public_id: str, pair_id: str) -> HttpResponse:
    client = _client(request, public_id)
    pair = _pairs(client).filter(public_id=pair_id).first()
    if pair is None:
        raise Http404
    end_apart(pair, zone=request.user.organization.time_zone)
    return redirect("client_people", public_id)


def _client(request: HttpRequest, public_id: str) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user, Action.CLIENT_EDIT), public_id=public_id)


def _pairs(client: Client):
    return (client.no_contact.all() | client.no_contact_by_other.all()).select_related("client", "other")


def _shown(request, client, *, relative_form=None, apart_form=None, status=200) -> HttpResponse:
    looked_at(client, request.user, "people")
    role = request.user.policy_role
    context = {
        **record_head(client, request.user, "client_people"),
        "relatives": client.relatives.prefetch_related("availability").order_by("name"),
        "relative_form": relative_form or RelativeForm(),
        "form_id": request.POST.get("form_id") or new_public_id(),
        "may_see_apart": may(role, Action.NO_CONTACT_SEE),
        "may_edit_apart": may(role, Action.NO_CONTACT_EDIT),
    }
    if context["may_see_apart"]:
        context["apart"] = [_pair_line(pair, client) for pair in _pairs(client).order_by("ended_on", "pk")]
        context["apart_form"] = apart_form or NoContactForm()
    return render(request, "clients/people.html", context, status=status)


def _pair_line(pair: NoContactPair, client: Client) -> dict[str, object]:
    other = pair.other if pair.client_id == client.pk else pair.client
    return {"pair": pair, "other": other, "scope": pair.get_scope_display()}
