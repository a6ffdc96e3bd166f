"""`./iop manage seal_audit`: seal now, before a backup; or say that a backup was restored."""

from django.core.management.base import BaseCommand

from iop.audit import heads
from iop.audit.models import Seal
from iop.audit.sealing import organizations, seal_all, write_missing_heads
from iop.tenancy.context import acting_for


class Command(BaseCommand):
    help = "Seal the committed events of every organization and write the heads of the chain outside the database."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--after-restore",
            metavar="WHY",
            help="first note, under the key, that a backup was restored and later seals are gone for this reason",
        )

    def handle(self, *args, after_restore: str | None = None, **options) -> None:
        if after_restore:
            heads.append([_restored(organization, after_restore) for organization in organizations()])
        made = seal_all()
        write_missing_heads()
        self.stdout.write(f"{made} seals made")


def _restored(organization: int, why: str) -> heads.Restored:
    with acting_for(organization, actor="system:sealer"):
        newest = Seal.objects.filter(organization_id=organization).order_by("-number").first()
    return heads.Restored.signed(organization, newest.number if newest else 0, why)
