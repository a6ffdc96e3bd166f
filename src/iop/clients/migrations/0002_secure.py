"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("audit", "0002_trail"),
        ("centers", "0002_secure"),
    ]
    operations = [
        SecureTables(
            "clients_client",
            "clients_affinity",
            "clients_cover",
            "clients_availabilityblock",
            "clients_nocontactpair",
            "clients_relative",
            "clients_relativeavailability",
        ),
    ]
