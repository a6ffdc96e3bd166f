"""Who belongs to a closed group."""

from django.db import models
from django.db.models import Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class CohortMember(TenantModel):
    """A client whom staff named for a closed group. A closed group without members holds nobody."""

    HEALTH = classed(public="group since ended_on", part2="client")

    group = models.ForeignKey("centers.GroupDefinition", on_delete=models.PROTECT, related_name="cohort")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="cohorts")
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="the first day no longer a member")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "group", "client"],
                condition=Q(ended_on__isnull=True),
                name="schedule_cohort_member_once",
            ),
        ]
