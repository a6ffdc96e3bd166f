"""A program's week, the runs that solve it, and the drafts they leave."""

from django.db import models
from django.db.models import Q

from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class ProgramWeek(TenantModel):
    """Monday to Sunday in the program's zone."""

    HEALTH = classed(public="program monday")

    program = models.ForeignKey("centers.Program", on_delete=models.PROTECT, related_name="weeks")
    monday = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "program", "monday"], name="schedule_week_once"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="schedule_week_is_a_monday"),
        ]


class SolveRun(TenantModel):
    """One piece of long work. `problem` is the file handed to the engine; its fingerprint is compared at the end."""

    HEALTH = classed(
        public="week asked_by asked_at started_at ended_at state progress seconds fingerprint stop_asked_at job_id message",
        part2="problem",
    )

    STATES = [
        ("queued", "waiting"),
        ("running", "solving"),
        ("done", "done"),
        ("stopped", "stopped, best kept"),
        ("broken", "could not be done"),
    ]

    week = models.ForeignKey(ProgramWeek, on_delete=models.PROTECT, related_name="runs")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    seconds = models.PositiveSmallIntegerField(help_text="the solver's time limit")
    progress = models.JSONField(default=dict, help_text="seconds, tier, value, bound as last heard")
    problem = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    stop_asked_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "week"],
                condition=Q(state__in=["queued", "running"]),
                name="schedule_one_open_run",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in {"queued", "running"}


class Draft(TenantModel):
    """A checked week nobody has released. The solution is kept as the engine wrote it (docs/problem_format.md)."""

    HEALTH = classed(public="week number made_at tiers seconds fingerprint", part2="problem solution reasons run")

    week = models.ForeignKey(ProgramWeek, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    run = models.OneToOneField(SolveRun, on_delete=models.PROTECT, related_name="draft")
    made_at = models.DateTimeField()
    problem = models.JSONField()
    solution = models.JSONField()
    tiers = models.JSONField(help_text="[{name, value, bound, proven}] in the order they were solved")
    reasons = models.JSONField(default=list, help_text="per client not fully placed: codes and data")
    seconds = models.FloatField()
    fingerprint = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "week", "number"], name="schedule_draft_number"),
            models.UniqueConstraint(fields=["organization", "run"], name="schedule_draft_run"),
        ]
