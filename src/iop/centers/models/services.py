"""What the program gives: services, and the groups that give the group services."""

from django.db import models
from django.db.models import F, Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Service(TenantModel):
    """`block_minutes` is what the timetable uses (on the grid); `counted_minutes` is what counts toward prescribed hours."""

    HEALTH = classed(
        public="program key name kind block_minutes counted_minutes credentials room_features telehealth primary"
        " place travel_minutes needs_waiver escort_ratio is_active"
    )

    KINDS = [
        ("group", "group"),
        ("individual", "individual"),
        ("family", "family"),
        ("medication", "medication"),
        ("case_management", "case management"),
        ("peer", "peer support"),
        ("check_in", "check-in"),
        ("supervision", "supervision"),
    ]

    program = models.ForeignKey("centers.Program", on_delete=models.PROTECT, related_name="services")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=KINDS)
    block_minutes = models.PositiveSmallIntegerField()
    counted_minutes = models.PositiveSmallIntegerField()
    credentials = models.JSONField(default=list, help_text="any one of them qualifies; empty means anyone")
    room_features = models.JSONField(default=list)
    telehealth = models.BooleanField(default=False)
    primary = models.BooleanField(default=False, help_text="given by the client's primary therapist or a cover")
    place = models.CharField(max_length=120, blank=True, help_text="off site: where")
    travel_minutes = models.PositiveSmallIntegerField(default=0, help_text="there and back, part of the block")
    needs_waiver = models.BooleanField(default=False)
    escort_ratio = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="clients per escorting staff member"
    )
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "program", "key"], name="centers_service_key"),
            models.CheckConstraint(
                condition=Q(counted_minutes__lte=F("block_minutes")), name="centers_service_counts_within_block"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupDefinition(TenantModel):
    HEALTH = classed(
        public="program service site key name mode age_band language affinity leader_gender min_size max_size"
        " max_sections starts is_closed is_active"
    )

    program = models.ForeignKey("centers.Program", on_delete=models.PROTECT, related_name="groups")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="groups")
    site = models.ForeignKey("centers.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    mode = models.CharField(
        max_length=12, choices=[("onsite", "on site"), ("telehealth", "telehealth")], default="onsite"
    )
    age_band = models.CharField(max_length=12, choices=[("adult", "adults"), ("adolescent", "adolescents")])
    language = models.CharField(max_length=8, default="en")
    affinity = models.CharField(max_length=40, blank=True)
    leader_gender = models.CharField(max_length=20, blank=True)
    min_size = models.PositiveSmallIntegerField()
    max_size = models.PositiveSmallIntegerField()
    max_sections = models.PositiveSmallIntegerField(default=1)
    starts = models.JSONField(help_text="allowed starts in minutes from Monday 00:00, wall time")
    is_closed = models.BooleanField(default=False, help_text="only the cohort may attend")
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "program", "key"], name="centers_group_key"),
            models.CheckConstraint(condition=Q(min_size__lte=F("max_size")), name="centers_group_sizes"),
            models.CheckConstraint(
                condition=Q(mode="telehealth", site__isnull=True) | Q(mode="onsite", site__isnull=False),
                name="centers_group_site_or_telehealth",
            ),
        ]

    def __str__(self) -> str:
        return self.name
