"""Two people who must not meet here. Who may know of it is policy; the reason is for few eyes."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class NoContactPair(TenantModel):
    HEALTH = classed(public="scope ended_on", part2="client other reason")

    SCOPES = [("session", "never in one session"), ("premises", "nor in one building at overlapping times")]

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="no_contact")
    other = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="no_contact_by_other")
    scope = models.CharField(max_length=12, choices=SCOPES, default="session")
    reason = models.CharField(max_length=300)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "client", "other"], name="clients_no_contact_pair"),
            models.CheckConstraint(condition=Q(client__lt=F("other")), name="clients_no_contact_once"),
        ]
