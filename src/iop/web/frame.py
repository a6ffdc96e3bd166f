"""What every page needs around its content: organization, viewer, places to go, the crisis line."""

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.core.policy import Action, may
from iop.web.navigation import rail


def frame(request) -> dict[str, object]:
    """The context of base templates. Signed out, or after an error that undoes all: only the crisis line."""
    user = getattr(request, "user", None)
    if user is None or connection.needs_rollback or not user.is_authenticated:
        return for_nobody()
    organization = user.organization
    return {
        "organization": organization,
        "viewer": {"id": user.public_id, "name": user.name, "role": user.policy_role.label},
        "nav": rail(request, user.policy_role),
        "crisis": crisis(organization.crisis_label, organization.crisis_number),
        "demo": settings.DEMO,
        "idle_seconds": settings.IDLE_LOG_OFF_SECONDS,
        "home_url": reverse("home"),
        "account_url": reverse("account"),
        "sign_out_url": reverse("account_logout"),
        "sign_in_url": reverse(settings.LOGIN_URL),
        "session_url": reverse("session"),
        "find_url": reverse("client_search") if may(user.policy_role, Action.CLIENT_LIST) else "",
    }


def for_nobody() -> dict[str, object]:
    """Read from nowhere: also for the page that says that the database is gone."""
    return {"crisis": crisis(_("In crisis? Call or text 988"), "988"), "demo": settings.DEMO}


def crisis(text: str, number: str) -> dict[str, str]:
    """The crisis line as the organization set it; 988 unless it chose another."""
    return {"text": text, "label": number, "url": f"tel:{number}"}
