"""Public ids of the demo do not change from one build to the next: each is drawn from its table and what names the row."""

import base64
import hashlib

from iop.centers.models import GroupDefinition, Program, Room, Service, Site, Staff
from iop.clients.models import Client

NAMED_BY = {
    Program: "key",
    Site: "key",
    Room: "site.key key",
    Service: "key",
    GroupDefinition: "key",
    Staff: "key",
    Client: "number",
}
"""Rows that a problem file names: they get their ids before the first solve, because the problem is sorted by them."""


def fixed_id(program: str, table: str, name: str) -> str:
    """Twelve characters that look random."""
    digest = hashlib.sha256(f"demo {program} {table} {name}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:9]).decode()


def give_fixed_ids(program: Program) -> None:
    """Everything of the center that a problem file names has its lasting id now."""
    for model, names in NAMED_BY.items():
        for row in model.objects.order_by("pk"):
            name = " ".join(_follow(row, path) for path in names.split())
            wanted = fixed_id(program.key, model._meta.db_table, name)
            if row.public_id != wanted:
                model.objects.filter(pk=row.pk).update(public_id=wanted)


def _follow(row, path: str) -> str:
    for step in path.split("."):
        row = getattr(row, step)
    return str(row)
