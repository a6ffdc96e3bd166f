"""A draft that a person released, who was told, and what was promised for those who fell short."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Release(TenantModel):
    """A version of the week. The newest number is in force."""

    HEALTH = classed(public="week number draft released_at", identifying="released_by")

    week = models.ForeignKey("schedule.ProgramWeek", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    draft = models.OneToOneField("schedule.Draft", on_delete=models.PROTECT, related_name="release")
    released_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "week", "number"], name="schedule_release_number"),
            models.UniqueConstraint(fields=["organization", "draft"], name="schedule_release_draft"),
        ]


class ShortfallTask(TenantModel):
    """What will be done for a client whose released week falls short. Asked before the release, done by somebody after."""

    HEALTH = classed(public="due_on done_at", part2="release client kind answer", identifying="responsible done_by")

    KINDS = [("no_session", "no session"), ("below_minimum", "below the level's minimum")]

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="shortfalls")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="shortfalls")
    kind = models.CharField(max_length=14, choices=KINDS)
    answer = models.CharField(max_length=400)
    responsible = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "release", "client"], name="schedule_shortfall_once"),
        ]


class WeekNotice(TenantModel):
    """Told to one person whose week changed by a release; nobody else hears of it."""

    HEALTH = classed(public="release seen_at", part2="client staff changes")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="notices")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, null=True, related_name="week_notices")
    staff = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, null=True, related_name="week_notices")
    changes = models.JSONField(help_text="[{what: new|moved|leader|room|ended, session: public id, ...}]")
    seen_at = models.DateTimeField(null=True, blank=True)
