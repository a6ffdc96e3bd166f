"""Reads about papers: may care start, and what is missing."""

from iop.clients.models import Client
from iop.consents.models import PrivacyNotice, TreatmentConsent


def consent_in_force(client: Client) -> TreatmentConsent | None:
    """The consent to treatment that stands; None: care may not start."""
    return TreatmentConsent.objects.filter(client=client, ended_at__isnull=True).order_by("-signed_at").first()


def notice_given(client: Client) -> PrivacyNotice | None:
    """The newest privacy notice the client was given."""
    return PrivacyNotice.objects.filter(client=client).order_by("-given_at").first()
