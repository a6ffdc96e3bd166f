"""A client: a person in care, or who was."""

from datetime import date

from django.db import models

from iop.clients.folding import folded
from iop.clients.visibility import ClientQuerySet
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel

ADULT_AGE = 18


class Client(TenantModel):
    """That a person is here at all says they are treated: even the name is Part 2 information outside these walls."""

    HEALTH = classed(
        public="site languages modes priority",
        identifying="user number first_name last_name preferred_name folded_name folded_last birth_date pronouns phone email",
        clinical="primary_therapist staff_gender",
        part2="track",
    )

    TRACKS = [
        ("sud", "substance use"),
        ("mh", "mental health"),
        ("ed", "eating disorder"),
        ("co_occurring", "co-occurring"),
    ]

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="client")
    number = models.CharField(max_length=20, help_text="the chart number people say aloud")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    folded_name = models.CharField(max_length=240, editable=False)
    folded_last = models.CharField(max_length=120, editable=False)
    birth_date = models.DateField()
    pronouns = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    languages = models.JSONField(default=list)
    site = models.ForeignKey("centers.Site", on_delete=models.PROTECT, related_name="clients")
    modes = models.JSONField(default=list, help_text='["onsite"], ["telehealth"] or both')
    track = models.CharField(max_length=20, choices=TRACKS)
    priority = models.PositiveSmallIntegerField(default=1, help_text="clinical urgency, 1 to 3; payer is no part of it")
    primary_therapist = models.ForeignKey(
        "centers.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="primary_for"
    )
    staff_gender = models.CharField(
        max_length=20, blank=True, help_text="for individual sessions, when the client asks"
    )

    objects = ClientQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="clients_client_number"),
            models.UniqueConstraint(fields=["organization", "user"], name="clients_client_user"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "folded_name"],
                name="clients_by_first",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["organization", "folded_last"],
                name="clients_by_last",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.folded_name = folded(self.preferred_name or self.first_name, self.last_name)
        self.folded_last = folded(self.last_name)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}"

    @property
    def short_name(self) -> str:
        """First name and initial, for screens that others can see."""
        return f"{self.preferred_name or self.first_name} {self.last_name[:1]}."

    def age_on(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)

    def age_band_on(self, day: date) -> str:
        """adult or adolescent, by age: turning 18 opens a task elsewhere, this only tells the age."""
        return "adult" if self.age_on(day) >= ADULT_AGE else "adolescent"


class Affinity(TenantModel):
    """A group the client belongs to and chose to share, so that they can be placed in it."""

    HEALTH = classed(public="shared_on", part2="client tag")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="affinities")
    tag = models.CharField(max_length=40)
    shared_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "client", "tag"], name="clients_affinity_tag"),
        ]


class Cover(TenantModel):
    """Somebody who may stand in for the primary therapist."""

    HEALTH = classed(clinical="client staff")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="covers")
    staff = models.ForeignKey("centers.Staff", on_delete=models.PROTECT, related_name="covers_for")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "client", "staff"], name="clients_cover_staff"),
        ]
