"""What every page needs around its content: organization, viewer, places to go, the crisis line."""

from django.conf import settings

from iop.web.navigation import rail

DEFAULT_CRISIS = {"label": "In crisis? Call or text 988", "number": "988"}


def frame(request) -> dict[str, object]:
    """The context of base templates. Signed out: only the crisis line."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"crisis": DEFAULT_CRISIS, "demo": settings.DEMO}
    organization = user.organization
    return {
        "organization": organization,
        "viewer": {"name": user.name, "role": user.policy_role.label},
        "nav": rail(request, user.policy_role),
        "crisis": {"label": organization.crisis_label, "number": organization.crisis_number},
        "demo": settings.DEMO,
        "idle_seconds": settings.IDLE_LOG_OFF_SECONDS,
    }
