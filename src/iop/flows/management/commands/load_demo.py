"""`./iop manage load_demo`: the demo's centers, in the present week. What is there already stays as it is."""

import time

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from iop.accounts.demo import PASSWORD
from iop.core.programs.loading import SHIPPED
from iop.flows.demo.loading import is_loaded, load


class Command(BaseCommand):
    help = "Load the demo: invented people at five programs, four weeks back and one ahead."

    def add_arguments(self, parser) -> None:
        parser.add_argument("programs", nargs="*", default=list(SHIPPED), help="all five when none is named")

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo (IOP_DEMO=1): invented people never come among real ones.")
        password = make_password(PASSWORD)
        for key in options["programs"]:
            self._load(key, password)

    def _load(self, key: str, password: str) -> None:
        if is_loaded(key):
            self.stdout.write(f"  {key}: is here already, nothing was changed")
            return
        begun = time.monotonic()
        organization = load(key, password=password)
        self.stdout.write(f"  {organization.name}: {time.monotonic() - begun:.1f} s")
        self.stdout.flush()
