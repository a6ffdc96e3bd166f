"""`./iop manage build_demo`: the demo's weeks, lived anew. Takes some minutes; commit what it writes."""

import logging
from pathlib import Path

from django.core.management.base import BaseCommand

from iop.core.programs.loading import SHIPPED
from iop.flows.demo import building
from iop.flows.demo.file import path_of, write_lines


class Command(BaseCommand):
    help = "Make the demo's files anew by running the loop."

    def add_arguments(self, parser) -> None:
        parser.add_argument("programs", nargs="*", default=list(SHIPPED), help="all five when none is named")

    def handle(self, *args, **options) -> None:
        logging.getLogger("iop.flows.demo").setLevel(logging.INFO)
        for key in options["programs"]:
            self.stdout.write(f"{key}: living five weeks ...")
            path = Path(str(path_of(key)))
            write_lines(path, building.build(key))
            self.stdout.write(f"{key}: {path.stat().st_size // 1024} kB")
