"""The client's week: when they can come, and what stands in the way."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q, Value

from iop.centers.models.staff import Int4Range, same
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class AvailabilityBlock(TenantModel):
    """A weekly stretch, wall time of the program. Only `free` ones can hold sessions; what is not painted is not free."""

    HEALTH = classed(public="weekday start_minute end_minute", identifying="client kind")

    KINDS = [
        ("free", "free"),
        ("work", "work"),
        ("school", "school"),
        ("child_care", "child care"),
        ("other", "not free"),
    ]

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS, default="free")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440, weekday__lte=6),
                name="clients_availability_window",
            ),
            ExclusionConstraint(
                name="clients_availability_no_overlap",
                expressions=[
                    same("organization"),
                    same("client"),
                    same("weekday"),
                    (Int4Range(F("start_minute"), F("end_minute"), Value("[)")), "&&"),
                ],
            ),
        ]
