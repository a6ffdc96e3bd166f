"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import NeverChanges, SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0001_initial"),
        ("audit", "0002_trail"),
        ("accounts", "0002_initial"),
    ]
    operations = [
        SecureTables(
            "centers_program",
            "centers_programversion",
            "centers_site",
            "centers_room",
            "centers_roomclosure",
            "centers_hostedmeeting",
            "centers_staff",
            "centers_staffsite",
            "centers_credential",
            "centers_staffavailability",
            "centers_leave",
            "centers_service",
            "centers_groupdefinition",
        ),
        NeverChanges("centers_programversion"),
    ]
