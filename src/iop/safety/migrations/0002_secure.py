"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import NeverChanges, SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("safety", "0001_initial"),
        ("audit", "0002_trail"),
        ("clients", "0002_secure"),
    ]
    operations = [
        SecureTables(
            "safety_returntouse",
            "safety_safetytask",
            "safety_disposition",
        ),
        NeverChanges("safety_disposition"),
    ]
