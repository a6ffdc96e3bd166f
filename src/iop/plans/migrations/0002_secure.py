"""Row security, references held inside the organization, and the trail for this app's tables."""

from django.db import migrations

from iop.tenancy.migrations_ops import NeverChanges, SecureTables


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
        ("audit", "0002_trail"),
        ("admissions", "0002_secure"),
    ]
    operations = [
        SecureTables(
            "plans_treatmentplan",
            "plans_planversion",
            "plans_plansignature",
            "plans_need",
            "plans_affinityneed",
            "plans_problem",
            "plans_goal",
            "plans_objective",
            "plans_intervention",
            "plans_milestone",
            "plans_milestoneresult",
            "plans_milestonewaiver",
            "plans_signedobservation",
            "plans_hoursproposal",
            "plans_proposaldecision",
        ),
        NeverChanges("plans_plansignature", "plans_proposaldecision", "plans_signedobservation"),
    ]
