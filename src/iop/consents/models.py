"""Consent to treatment, the privacy notice, and waivers for activities away from the site."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class TreatmentConsent(TenantModel):
    """The client (or who may sign for them) agreed to be treated. Care does not start without it."""

    HEALTH = classed(public="wording signed_at", part2="client signed_by_name ended_at")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="treatment_consents")
    wording = models.CharField(max_length=60, help_text="file and version: treatment.v1")
    signed_by_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class PrivacyNotice(TenantModel):
    """The notice of privacy practices was given (45 CFR 164.520, 42 CFR 2.22)."""

    HEALTH = classed(public="wording given_at", part2="client")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="privacy_notices")
    wording = models.CharField(max_length=60)
    given_at = models.DateTimeField()


class ActivityWaiver(TenantModel):
    """Signed for a service held away from the site; without it the client gets no seat there."""

    HEALTH = classed(public="signed_on service", part2="client")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="waivers")
    service = models.ForeignKey("centers.Service", on_delete=models.PROTECT, related_name="waivers")
    signed_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "client", "service"], name="consents_waiver_once"),
        ]
