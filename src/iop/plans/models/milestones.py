"""Milestones of a plan version, what was found on a day, and what people signed about them."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Milestone(TenantModel):
    """Copied from the program into the version, so that a signed plan keeps its own measures."""

    HEALTH = classed(public="key position", part2="version words definition")

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    words = models.CharField(max_length=200)
    definition = models.JSONField(help_text="iop.core.plans.milestone.Milestone as a dictionary")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "version", "key"], name="plans_milestone_key"),
        ]


class MilestoneResult(TenantModel):
    """How a milestone stood on a day; every evaluation is kept, the newest counts."""

    HEALTH = classed(public="evaluated_at", part2="milestone on outcome measured needed parts evidence")

    OUTCOMES = [
        ("met", "Met"),
        ("not_met", "Not met yet"),
        ("insufficient_data", "Not enough data"),
        ("waived", "Waived"),
        ("paused", "Paused"),
    ]

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="results")
    on = models.DateField()
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    measured = models.FloatField(null=True)
    needed = models.CharField(max_length=60)
    parts = models.JSONField(default=dict)
    evidence = models.JSONField(default=list, help_text="public ids of the rows it was read from")
    evaluated_at = models.DateTimeField()


class MilestoneWaiver(TenantModel):
    """A clinician set this milestone aside for this client, with a reason."""

    HEALTH = classed(public="at", clinical="milestone reason", identifying="by")

    milestone = models.OneToOneField(Milestone, on_delete=models.CASCADE, related_name="waiver")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "milestone"], name="plans_waiver_once"),
        ]


class SignedObservation(TenantModel):
    """Somebody qualified saw it and signed: a support person named, a prevention plan written.

    The newest one of a key counts; `holds` false takes back what was so before, since a signed row never changes.
    """

    HEALTH = classed(public="signed_at credential", part2="client key on words holds", identifying="by")

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="observations")
    key = models.SlugField(max_length=60)
    on = models.DateField()
    words = models.CharField(max_length=400)
    holds = models.BooleanField(default=True)
    by = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=40)
    signed_at = models.DateTimeField()
