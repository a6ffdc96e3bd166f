"""What a plan version says: the weekly mix, and problem, goal, objective, intervention (clinical.md 3.1)."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Need(TenantModel):
    """A service in the weekly mix: `sessions` prescribed, at most `max_sessions` allowed."""

    HEALTH = classed(clinical="version service sessions max_sessions")

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="needs")
    service = models.ForeignKey("centers.Service", on_delete=models.PROTECT, related_name="+")
    sessions = models.PositiveSmallIntegerField()
    max_sessions = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "version", "service"], name="plans_need_service"),
            models.CheckConstraint(condition=Q(sessions__lte=F("max_sessions")), name="plans_need_within_max"),
        ]


class AffinityNeed(TenantModel):
    """So many sessions a week in groups of an affinity the client shared."""

    HEALTH = classed(part2="version affinity sessions")

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="affinity_needs")
    affinity = models.CharField(max_length=40)
    sessions = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "version", "affinity"], name="plans_affinity_need"),
        ]


class Problem(TenantModel):
    HEALTH = classed(public="position", part2="version words code")

    version = models.ForeignKey("plans.PlanVersion", on_delete=models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    code = models.CharField(max_length=12, blank=True, help_text="ICD-10-CM")


class Goal(TenantModel):
    """In the client's words."""

    HEALTH = classed(public="position", part2="problem words")

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()


class Objective(TenantModel):
    """Measurable and dated; without a measure or a date the plan cannot be signed."""

    HEALTH = classed(public="position", part2="goal words measure target_on")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    measure = models.JSONField(
        null=True, blank=True, help_text="a milestone definition: metric, operator, value, window ..."
    )
    target_on = models.DateField(null=True, blank=True)


class Intervention(TenantModel):
    HEALTH = classed(public="position", clinical="objective service words staff")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="interventions")
    position = models.PositiveSmallIntegerField()
    service = models.ForeignKey("centers.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, help_text="how often, how long")
    staff = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
