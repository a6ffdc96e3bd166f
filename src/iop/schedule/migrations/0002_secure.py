"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import NeverChanges, SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("schedule", "0001_initial"),
        ("audit", "0002_trail"),
        ("clients", "0002_secure"),
    ]
    operations = [
        SecureTables(
            "schedule_programweek",
            "schedule_draft",
            "schedule_release",
            "schedule_shortfalltask",
            "schedule_weeknotice",
            "schedule_session",
            "schedule_seat",
            "schedule_sessioncancellation",
            "schedule_calendarfeed",
            "schedule_calendarentry",
            "schedule_solverun",
            "schedule_booking",
            unaudited=("schedule_solverun", "schedule_booking"),
        ),
        NeverChanges("schedule_release"),
    ]
