"""Visitors: people on a roster for one session without a seat."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import iop.tenancy.models
from iop.tenancy.migrations_ops import SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0002_secure"),
        ("audit", "0002_trail"),
        ("centers", "0002_secure"),
        ("clients", "0002_secure"),
        ("schedule", "0002_secure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=iop.tenancy.models.new_public_id, editable=False, max_length=24),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="clients.client"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centers.organization"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visitors", to="schedule.session"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "public_id"), name="attendance_visitor_public_id"),
                    models.UniqueConstraint(
                        fields=("organization", "session", "client"), name="attendance_visitor_once"
                    ),
                ],
            },
        ),
        SecureTables("attendance_visitor"),
    ]
