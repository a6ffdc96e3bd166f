"""Staff: who they are, what they may do, when they work."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Int8Range(Func):
    """`int8range(a, b, bounds)`: makes a number comparable in an exclusion constraint without a contrib extension."""

    function = "int8range"


class Int4Range(Func):
    function = "int4range"


def same(field: str) -> tuple[Func, str]:
    """An exclusion constraint's "these two are equal"."""
    return Int8Range(F(field), F(field), Value("[]")), "&&"


class Staff(TenantModel):
    HEALTH = classed(
        public="key title gender languages telehealth max_day_minutes max_week_minutes contract_minutes"
        " target_minutes supervisor last_day",
        identifying="user first_name last_name",
    )

    key = models.SlugField(max_length=60)
    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    languages = models.JSONField(default=list)
    telehealth = models.BooleanField(default=True)
    max_day_minutes = models.PositiveSmallIntegerField(default=480)
    max_week_minutes = models.PositiveSmallIntegerField(default=2100)
    contract_minutes = models.PositiveSmallIntegerField(default=1800)
    target_minutes = models.PositiveSmallIntegerField(default=1500)
    supervisor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervises")
    last_day = models.DateField(null=True, blank=True, help_text="leaving: nothing is planned after it")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="centers_staff_key"),
            models.UniqueConstraint(fields=["organization", "user"], name="centers_staff_user"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def works_on(self, day: date) -> bool:
        return self.last_day is None or day <= self.last_day


class StaffSite(TenantModel):
    HEALTH = classed(public="staff site")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="staff_sites")
    site = models.ForeignKey("centers.Site", on_delete=models.PROTECT, related_name="staff_sites")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "staff", "site"], name="centers_staff_site"),
        ]


class Credential(TenantModel):
    """A license or certificate. It counts through its last day; without a last day it does not end."""

    HEALTH = classed(public="staff code issued_by number expires_on")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="credentials")
    code = models.CharField(max_length=40, help_text="as services ask for it: lcsw, atr, cadc ...")
    issued_by = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "staff", "code"], name="centers_credential_code"),
        ]

    def holds_on(self, day: date) -> bool:
        return self.expires_on is None or day <= self.expires_on


class StaffAvailability(TenantModel):
    """A weekly working window, wall time of the program."""

    HEALTH = classed(public="staff weekday start_minute end_minute")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440, weekday__lte=6),
                name="centers_staff_window",
            ),
            ExclusionConstraint(
                name="centers_staff_no_overlap",
                expressions=[
                    same("organization"),
                    same("staff"),
                    same("weekday"),
                    (Int4Range(F("start_minute"), F("end_minute"), Value("[)")), "&&"),
                ],
            ),
        ]


class Leave(TenantModel):
    """Away, planned or sick, from a minute of a day to a minute of a day."""

    HEALTH = classed(public="staff first_day start_minute last_day end_minute kind")

    KINDS = [("planned", "planned"), ("sick", "sick"), ("training", "training")]

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="leaves")
    first_day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(default=0)
    last_day = models.DateField()
    end_minute = models.PositiveSmallIntegerField(default=1440)
    kind = models.CharField(max_length=12, choices=KINDS, default="planned")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="centers_leave_order"),
        ]
