"""`./iop manage demo_accounts`: what `./iop up` prints for people who want to look around."""

from django.core.management.base import BaseCommand

from iop.accounts.demo import PASSWORD, demo_accounts


class Command(BaseCommand):
    help = "Print the demo's accounts."

    def handle(self, *args, **options) -> None:
        for center, users in demo_accounts():
            self.stdout.write(center)
            for user in users:
                self.stdout.write(f"  {user.policy_role.label:18s} {user.email}")
        self.stdout.write(f"Password for all: {PASSWORD}")
