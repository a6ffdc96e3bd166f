"""`./iop manage verify_audit`: name what in the trail was touched. Ends with 1 when anything was found."""

import sys

from django.core.management.base import BaseCommand

from iop.audit.sealing import organizations
from iop.audit.verifying import verify_all


class Command(BaseCommand):
    help = "Verify the audit trail against its seals, the key file and the heads outside the database."

    def handle(self, *args, **options) -> None:
        findings = verify_all()
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            sys.exit(1)
        self.stdout.write(f"the trails of {len(organizations())} organizations are as they were sealed")
