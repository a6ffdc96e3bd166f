"""A session of the released week, its seats, and its cancellation.

The same session stays the same row through later releases, so that attendance and calendars keep hold of it.
What a release takes away is marked with that release, never deleted.
"""

from django.db import models
from django.db.models import F, Q

from iop.core import wall_time
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Session(TenantModel):
    """Day, minute and zone are the truth; `starts_at` and `ends_at` are derived from them."""

    HEALTH = classed(
        public="week release withdrawn_by service group site room leader co_leader mode day start_minute minutes"
        " counted_minutes zone starts_at ends_at"
    )

    week = models.ForeignKey("schedule.ProgramWeek", on_delete=models.PROTECT, related_name="sessions")
    release = models.ForeignKey("schedule.Release", on_delete=models.PROTECT, related_name="sessions")
    withdrawn_by = models.ForeignKey(
        "schedule.Release", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_sessions"
    )
    service = models.ForeignKey("centers.Service", on_delete=models.PROTECT, related_name="sessions")
    group = models.ForeignKey("centers.GroupDefinition", on_delete=models.PROTECT, null=True, related_name="sessions")
    site = models.ForeignKey("centers.Site", on_delete=models.PROTECT, null=True, related_name="sessions")
    room = models.ForeignKey("centers.Room", on_delete=models.PROTECT, null=True, related_name="sessions")
    leader = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, related_name="sessions")
    co_leader = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, null=True, related_name="co_sessions")
    mode = models.CharField(max_length=12, choices=[("onsite", "on site"), ("telehealth", "telehealth")])
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    counted_minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="schedule_session_has_length"),
        ]
        indexes = [
            models.Index(fields=["organization", "day"], name="schedule_session_day"),
            models.Index(fields=["organization", "week"], name="schedule_session_week"),
        ]

    def save(self, *args, **kwargs) -> None:
        self.derive_instants()
        super().save(*args, **kwargs)

    def derive_instants(self) -> None:
        """UTC from wall time; also called before bulk writes. Raises NoSuchTime inside the spring gap."""
        self.starts_at = wall_time.instant(self.day, self.start_minute, self.zone)
        self.ends_at = wall_time.instant(self.day, self.start_minute + self.minutes, self.zone)

    @property
    def end_minute(self) -> int:
        return self.start_minute + self.minutes

    @property
    def hours_words(self) -> str:
        return f"{wall_time.clock_words(self.start_minute)} to {wall_time.clock_words(self.end_minute)}"

    @property
    def is_cancelled(self) -> bool:
        """Whether the program cancelled it. Ask only of sessions loaded with their cancellation."""
        return hasattr(self, "cancellation")

    @property
    def title(self) -> str:
        return (self.group or self.service).name


class Seat(TenantModel):
    """A client's place in a session of the released week. Taken away means withdrawn, with the release that did it."""

    HEALTH = classed(public="release withdrawn_by", part2="session client")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="seats")
    release = models.ForeignKey("schedule.Release", on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(
        "schedule.Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "session", "client"],
                condition=Q(withdrawn_by__isnull=True),
                name="schedule_seat_once",
            ),
        ]


class SessionCancellation(TenantModel):
    """The program did not hold it; nobody's attendance suffers."""

    HEALTH = classed(public="session reason at", identifying="by")

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "session"], name="schedule_cancelled_once"),
        ]
