"""Consent to treatment, the privacy notice, and waivers for activities away from the site.

A consent to disclose is another record, and never a condition of care.
"""

from datetime import date

from django.db import transaction

from iop.audit.record import record
from iop.centers.models import Service
from iop.clients.models import Client
from iop.consents.models import ActivityWaiver, PrivacyNotice, TreatmentConsent
from iop.consents.wordings import PRIVACY, TREATMENT
from iop.core import clock


@transaction.atomic
def consent_to_treatment(client: Client, *, signed_by_name: str) -> TreatmentConsent:
    """The client agreed to be treated, in the wording in force. A second press keeps the first signature."""
    _take_turns(client)
    stands = TreatmentConsent.objects.filter(client=client, wording=TREATMENT, ended_at__isnull=True).first()
    if stands is not None:
        return stands
    consent = TreatmentConsent.objects.create(
        organization_id=client.organization_id,
        client=client,
        wording=TREATMENT,
        signed_by_name=signed_by_name,
        signed_at=clock.now(),
    )
    record("treatment_consent_signed", subject=consent, client=client, wording=TREATMENT)
    return consent


@transaction.atomic
def end_consent(consent: TreatmentConsent) -> None:
    """The client took the consent back; what was done under it stays right."""
    if consent.ended_at is not None:
        return
    consent.ended_at = clock.now()
    consent.save(update_fields=["ended_at"])
    record("treatment_consent_ended", subject=consent, client=consent.client_id)


@transaction.atomic
def give_notice(client: Client) -> PrivacyNotice:
    """The privacy notice in force was given (45 CFR 164.520, 42 CFR 2.22)."""
    _take_turns(client)
    notice = PrivacyNotice.objects.filter(client=client, wording=PRIVACY).first()
    if notice is None:
        notice = PrivacyNotice.objects.create(
            organization_id=client.organization_id, client=client, wording=PRIVACY, given_at=clock.now()
        )
        record("privacy_notice_given", subject=notice, client=client, wording=PRIVACY)
    return notice


@transaction.atomic
def sign_waiver(client: Client, service: Service, *, on: date) -> ActivityWaiver:
    """The client may take part in this activity away from the site."""
    waiver, new = ActivityWaiver.objects.get_or_create(
        organization_id=client.organization_id, client=client, service=service, defaults={"signed_on": on}
    )
    if new:
        record("waiver_signed", subject=waiver, client=client, service=service.key)
    return waiver


def _take_turns(client: Client) -> None:
    """Two presses at once come one after the other."""
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
