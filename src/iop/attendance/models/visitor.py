"""Somebody who sits in without a seat of the released week: making up hours, or brought along by the leader."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Visitor(TenantModel):
    """Added by a person, one session at a time. Minutes attended count as everybody's; none were booked."""

    HEALTH = classed(public="added_at", part2="session client", identifying="added_by")

    session = models.ForeignKey("schedule.Session", on_delete=models.PROTECT, related_name="visitors")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="visits")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "session", "client"], name="attendance_visitor_once"),
        ]
