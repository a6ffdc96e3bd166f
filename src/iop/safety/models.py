"""Return to use, and the safety tasks that wait for a named, licensed clinician (clinical.md 3.4)."""

from django.db import models
from django.db.models import Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class ReturnToUse(TenantModel):
    """A client used again. Nothing earned is taken away; care is adjusted."""

    HEALTH = classed(
        public="recorded_at", part2="client on substance learned_from circumstances", identifying="recorded_by"
    )

    LEARNED = [("client", "the client said so"), ("test", "a test"), ("family", "family"), ("staff", "staff saw it")]

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="returns_to_use")
    on = models.DateField()
    substance = models.CharField(max_length=80)
    learned_from = models.CharField(max_length=10, choices=LEARNED)
    circumstances = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()


class SafetyTask(TenantModel):
    """Open until a written disposition. No score and no software ever closes it."""

    HEALTH = classed(
        public="due_at opened_at", part2="client kind words return_to_use", identifying="responsible opened_by"
    )

    KINDS = [("return_to_use", "safety check after return to use"), ("review", "review"), ("other", "other")]

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="safety_tasks")
    kind = models.CharField(max_length=20, choices=KINDS)
    words = models.CharField(max_length=300)
    return_to_use = models.ForeignKey(ReturnToUse, on_delete=models.PROTECT, null=True, related_name="tasks")
    responsible = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, related_name="safety_tasks")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")


class Disposition(TenantModel):
    """What a licensed clinician found and did; it closes the task and cannot be changed."""

    HEALTH = classed(public="at credential", part2="task words", identifying="by name")

    task = models.OneToOneField(SafetyTask, on_delete=models.PROTECT, related_name="disposition")
    words = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    credential = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "task"], name="safety_disposed_once"),
            models.CheckConstraint(condition=~Q(words=""), name="safety_disposition_in_words"),
        ]
