"""The client's facts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from iop.audit.looking import looked_at
from iop.clients.actions.editing import edit_facts
from iop.clients.facts import facts_of
from iop.clients.forms import FactsForm
from iop.clients.models import Client
from iop.clients.refusals import NotSaved
from iop.clients.tabs import record_head
from iop.core import clock
from iop.core.policy import Action
from iop.web.access import needs


@needs(Action.CLIENT_EDIT)
def client_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user, Action.CLIENT_EDIT), public_id=public_id)
    zone = request.user.organization.time_zone
    facts = facts_of(client)
    form = FactsForm(request.POST or None, facts=facts, today=clock.today(zone))
    seen = request.POST.get("seen", facts.digest)
    if request.method == "POST" and form.is_valid():
        try:
            edit_facts(client, form.facts(), seen=seen, zone=zone)
        except NotSaved as refusal:
            form.add_error(None, str(refusal))
            seen = facts.digest
        else:
            messages.success(request, _("Facts saved."))
            return redirect("client", public_id)
    looked_at(client, request.user, "facts")
    context = {**record_head(client, request.user, "client_edit"), "form": form, "seen": seen}
    return render(request, "clients/edit.html", context, status=422 if form.errors else 200)
