"""Cohorts of closed groups, and at most one open run for a week."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import iop.tenancy.models
from iop.tenancy.migrations_ops import SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0002_secure"),
        ("clients", "0002_secure"),
        ("schedule", "0002_secure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CohortMember",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=iop.tenancy.models.new_public_id, editable=False, max_length=24),
                ),
                ("since", models.DateField()),
                ("ended_on", models.DateField(blank=True, help_text="the first day no longer a member", null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="solverun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running"])),
                fields=("organization", "week"),
                name="schedule_one_open_run",
            ),
        ),
        migrations.AddField(
            model_name="cohortmember",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cohorts", to="clients.client"
            ),
        ),
        migrations.AddField(
            model_name="cohortmember",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cohort", to="centers.groupdefinition"
            ),
        ),
        migrations.AddField(
            model_name="cohortmember",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centers.organization"
            ),
        ),
        migrations.AddConstraint(
            model_name="cohortmember",
            constraint=models.UniqueConstraint(
                fields=("organization", "public_id"), name="schedule_cohortmember_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="cohortmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("organization", "group", "client"),
                name="schedule_cohort_member_once",
            ),
        ),
        SecureTables("schedule_cohortmember"),
    ]
