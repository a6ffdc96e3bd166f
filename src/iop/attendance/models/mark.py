"""Attendance by minutes: minutes attended count, not seats."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel

THERE = ("present", "late", "left_early")


class Attendance(TenantModel):
    """One client at one session. Arrived and left are minutes of the day, wall time.

    `counted_minutes` is what counts toward prescribed hours (core/plans/hours.py); correcting a mark changes this row, the trail keeps
    what stood before.
    """

    HEALTH = classed(
        public="revision marked_at", part2="session client state arrived left counted_minutes", identifying="marked_by"
    )

    STATES = [
        ("present", "Present"),
        ("late", "Late"),
        ("left_early", "Left early"),
        ("no_show", "No-show"),
        ("excused", "Excused"),
        ("cancelled_by_program", "Cancelled by program"),
    ]

    session = models.ForeignKey("schedule.Session", on_delete=models.PROTECT, related_name="attendance")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=24, choices=STATES)
    arrived = models.PositiveSmallIntegerField(null=True, blank=True)
    left = models.PositiveSmallIntegerField(null=True, blank=True)
    counted_minutes = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    marked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "session", "client"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(state__in=THERE, arrived__lt=F("left"))
                | (~Q(state__in=THERE) & Q(arrived__isnull=True, left__isnull=True, counted_minutes=0)),
                name="attendance_times_fit_state",
            ),
        ]
        indexes = [models.Index(fields=["organization", "client"], name="attendance_of_client")]
