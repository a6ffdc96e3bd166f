"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0001_initial"),
        ("audit", "0002_trail"),
        ("clients", "0002_secure"),
    ]
    operations = [
        SecureTables(
            "consents_treatmentconsent",
            "consents_privacynotice",
            "consents_activitywaiver",
        ),
    ]
