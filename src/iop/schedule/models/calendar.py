"""The client's calendar feed. It betrays nothing: no program, no kind of care, no people."""

from django.db import models
from django.db.models import Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class CalendarFeed(TenantModel):
    """The address is a bearer secret: only its hash is kept. Revoking ends it; so does discharge."""

    HEALTH = classed(public="title shows_place made_at revoked_at", identifying="client", part2="token_hash")

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=60, default="Appointment")
    shows_place = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "client"], condition=Q(revoked_at__isnull=True), name="schedule_one_feed"
            ),
            models.UniqueConstraint(fields=["organization", "token_hash"], name="schedule_feed_token"),
        ]


class CalendarEntry(TenantModel):
    """What a client's calendar has been told of one session: stable UID, a sequence that grows with each change."""

    HEALTH = classed(
        public="uid sequence day start_minute minutes zone place cancelled_at changed_at", part2="client session"
    )

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="calendar_entries")
    session = models.ForeignKey("schedule.Session", on_delete=models.PROTECT, related_name="calendar_entries")
    uid = models.CharField(max_length=64, help_text="random; says nothing about session or center")
    sequence = models.PositiveIntegerField(default=0)
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "client", "session"], name="schedule_entry_once"),
            models.UniqueConstraint(fields=["organization", "uid"], name="schedule_entry_uid"),
        ]
