"""One episode of care from admission to discharge, and the stays at a level of care inside it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from iop.centers.models.staff import same
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Episode(TenantModel):
    """Open until discharge. A client has at most one open episode in a center."""

    HEALTH = classed(clinical="client program admitted_on discharged_on planned_until")

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="episodes")
    program = models.ForeignKey("centers.Program", on_delete=models.PROTECT, related_name="episodes")
    admitted_on = models.DateField()
    planned_until = models.DateField(
        null=True, blank=True, help_text="a projection to review, never an automatic discharge"
    )
    discharged_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "client"],
                condition=Q(discharged_on__isnull=True),
                name="admissions_one_open_episode",
            ),
        ]


class Stay(TenantModel):
    """A stretch at one level of care; no two overlap in an episode."""

    HEALTH = classed(clinical="episode level starts_on ends_on reason")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stays")
    level = models.CharField(max_length=12, help_text="php, iop, op: keys of the program's levels")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="the first day no longer at this level")
    reason = models.CharField(max_length=300)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            ExclusionConstraint(
                name="admissions_stays_no_overlap",
                expressions=[
                    same("organization"),
                    same("episode"),
                    (Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"), "&&"),
                ],
            ),
        ]
