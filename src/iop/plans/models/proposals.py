"""What the software proposes about hours, and what a person decided. A proposal changes nothing by itself."""

from django.db import models
from django.db.models import Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class HoursProposal(TenantModel):
    """Another rung or level from a Monday on. Withdrawn when its evidence changes before anybody decided."""

    HEALTH = classed(
        public="proposed_at withdrawn_at",
        part2="version kind to_level to_ladder to_rung to_minutes effective_on reasons against evidence withdrawn_because",
    )

    KINDS = [("fewer", "fewer hours"), ("more", "more hours"), ("level", "another level of care")]

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=8, choices=KINDS)
    to_level = models.CharField(max_length=12)
    to_ladder = models.CharField(max_length=40)
    to_rung = models.CharField(max_length=40)
    to_minutes = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    reasons = models.JSONField(default=list, help_text="codes and figures; words are made where they are shown")
    against = models.JSONField(default=list, help_text="what speaks against it")
    evidence = models.JSONField(default=list, help_text="public ids of the milestone results it rests on")
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organization", "withdrawn_at"], name="plans_proposals_open")]


class ProposalDecision(TenantModel):
    """A named, credentialed person signed or declined."""

    HEALTH = classed(public="verdict at credential", part2="proposal reason new_version", identifying="by name")

    proposal = models.OneToOneField(HoursProposal, on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=10, choices=[("signed", "signed"), ("declined", "declined")])
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    credential = models.CharField(max_length=40)
    at = models.DateTimeField()
    new_version = models.OneToOneField(
        "plans.PlanVersion", on_delete=models.PROTECT, null=True, related_name="decided_by"
    )

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "proposal"], name="plans_decided_once"),
            models.UniqueConstraint(fields=["organization", "new_version"], name="plans_version_decided_once"),
            models.CheckConstraint(condition=Q(verdict="signed") | ~Q(reason=""), name="plans_decline_needs_a_reason"),
        ]
