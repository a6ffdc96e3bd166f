"""Who and what is taken when. One table for rooms, staff and clients, so one constraint holds them all."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from iop.centers.models.staff import same
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Booking(TenantModel):
    """A room, a member of staff or a client is taken during a session of the released week. Drafts book nothing."""

    HEALTH = classed(public="kind during session", part2="resource_id")

    ROOM, STAFF, CLIENT = 1, 2, 3
    KINDS = [(ROOM, "room"), (STAFF, "staff"), (CLIENT, "client")]

    kind = models.PositiveSmallIntegerField(choices=KINDS)
    resource_id = models.BigIntegerField(help_text="id of the room, staff member or client")
    during = DateTimeRangeField()
    session = models.ForeignKey("schedule.Session", on_delete=models.PROTECT, related_name="bookings")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            ExclusionConstraint(
                name="schedule_no_double_booking",
                expressions=[same("organization"), same("kind"), same("resource_id"), ("during", "&&")],
                violation_error_message="Somebody booked this at the same time.",
            ),
        ]
