"""Family and other supporters, and when they can join a family session."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Relative(TenantModel):
    """A person the client named. That they are recorded here is no consent to tell them anything."""

    HEALTH = classed(identifying="client name relation phone email")

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="relatives")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)


class RelativeAvailability(TenantModel):
    HEALTH = classed(public="weekday start_minute end_minute", identifying="relative")

    relative = models.ForeignKey(Relative, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440), name="clients_relative_window"
            ),
        ]
