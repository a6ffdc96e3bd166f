"""The tabs of one client's record: what the viewer may not see is absent, not grey."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from iop.clients.models import Client
from iop.core.policy import Action, may

# name of the address, label, the action that opens it
TABS = (
    ("client", _("Overview"), Action.CLIENT_SEE),
    ("client_plan", _("Plan"), Action.PLAN_SEE),
    ("client_week", _("Week"), Action.CLIENT_SEE),
    ("client_availability", _("Availability"), Action.AVAILABILITY_EDIT),
    ("client_people", _("People"), Action.CLIENT_EDIT),
    ("client_papers", _("Papers"), Action.CLIENT_EDIT),
    ("client_edit", _("Facts"), Action.CLIENT_EDIT),
    ("chart_audit", _("Who looked"), Action.CHART_AUDIT_SEE),
)


def tabs_of(client: Client, viewer, current: str) -> list[dict[str, object]]:
    """Entries for `<c-tabs>`, with the one named `current` marked."""
    return [
        {"label": label, "url": url, "current": name == current}
        for name, label, action in TABS
        if may(viewer.policy_role, action) and (url := _address(name, client))
    ]


def record_head(client: Client, viewer, current: str) -> dict[str, object]:
    """Context of `clients/_head.html`."""
    return {"client": client, "tabs": tabs_of(client, viewer, current), "clients_url": reverse("clients")}


def _address(name: str, client: Client) -> str:
    try:
        return reverse(name, args=[client.public_id])
    except NoReverseMatch:
        return ""
