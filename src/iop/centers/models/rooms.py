"""Sites, rooms, when they are closed, and the mutual-support meetings they host."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Site(TenantModel):
    HEALTH = classed(public="program key name city state time_zone open_windows")

    program = models.ForeignKey("centers.Program", on_delete=models.PROTECT, related_name="sites")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60)
    open_windows = models.JSONField(help_text="[[start, end], ...] in minutes from Monday 00:00, wall time")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="centers_site_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Room(TenantModel):
    HEALTH = classed(public="site key name capacity features is_offsite closed_for_good_on")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField(help_text="people, staff included")
    features = models.JSONField(default=list)
    is_offsite = models.BooleanField(default=False, help_text="a place away from the site, for outings and the like")
    closed_for_good_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "site", "key"], name="centers_room_key"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomClosure(TenantModel):
    """A room cannot be used from the first minute to the last, wall time of its site."""

    HEALTH = classed(public="room day start_minute end_minute reason")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="closures")
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(default=0)
    end_minute = models.PositiveSmallIntegerField(default=1440)
    reason = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start_minute__lt=F("end_minute"), end_minute__lte=1440), name="centers_closure_in_day"
            ),
        ]


class HostedMeeting(TenantModel):
    """A mutual-support meeting held in our building: it holds a room, has no roster, never counts, is never required."""

    HEALTH = classed(public="room name fellowship weekday start_minute minutes")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="hosted_meetings")
    name = models.CharField(max_length=120)
    fellowship = models.CharField(max_length=60)
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
