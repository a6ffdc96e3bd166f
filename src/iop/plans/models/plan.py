"""A treatment plan and its versions. A signed version never changes; a change is the next version (clinical.md 3.1)."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class TreatmentPlan(TenantModel):
    """One for each episode of care."""

    HEALTH = classed(clinical="episode")

    episode = models.OneToOneField("admissions.Episode", on_delete=models.PROTECT, related_name="plan")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "episode"], name="plans_one_per_episode"),
        ]


class PlanVersion(TenantModel):
    """The prescription and everything it rests on. Minutes are counted minutes a week; visits are block minutes a day.

    The newest version signed by a clinician whose `starts_on` has come is in force.
    """

    HEALTH = classed(
        public="number revision made_at made_by",
        clinical="plan level ladder rung weekly_minutes max_minutes min_days max_days min_visit_minutes"
        " max_visit_minutes starts_on review_on hours_exception_reason strengths preferences discharge_criteria",
    )

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(
        default=1, help_text="counts saves of a draft, so two editors notice each other"
    )
    level = models.CharField(max_length=12)
    ladder = models.CharField(max_length=40)
    rung = models.CharField(max_length=40)
    weekly_minutes = models.PositiveSmallIntegerField()
    max_minutes = models.PositiveSmallIntegerField(help_text="most counted minutes that may be booked in a week")
    min_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField()
    min_visit_minutes = models.PositiveSmallIntegerField()
    max_visit_minutes = models.PositiveSmallIntegerField()
    starts_on = models.DateField(help_text="a Monday: hours change with the week")
    review_on = models.DateField()
    hours_exception_reason = models.CharField(max_length=400, blank=True)
    strengths = models.TextField(blank=True)
    preferences = models.TextField(blank=True)
    discharge_criteria = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "plan", "number"], name="plans_version_number"),
        ]

    @property
    def is_signed(self) -> bool:
        """Whether a clinician has signed it. Uses prefetched signatures when there are any."""
        return any(signature.meaning == "clinician" for signature in self.signatures.all())


class PlanSignature(TenantModel):
    """Who signed, in which credential, and what exactly: the digest of the version's content."""

    HEALTH = classed(public="meaning credential signed_at digest", clinical="version", identifying="user name")

    MEANINGS = [("clinician", "clinician"), ("client", "client"), ("supervisor", "supervisor")]

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="signatures")
    meaning = models.CharField(max_length=12, choices=MEANINGS)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    credential = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "version", "meaning"], name="plans_signature_once"),
        ]
