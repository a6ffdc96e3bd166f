"""Reads about plans: which version is in force, for one client or for everybody in a program's week."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from iop.clients.models import Client
from iop.plans.models import PlanSignature, PlanVersion


def signed_versions() -> QuerySet[PlanVersion]:
    """Versions a clinician has signed."""
    by_clinician = PlanSignature.objects.filter(version=OuterRef("pk"), meaning="clinician")
    return PlanVersion.objects.filter(Exists(by_clinician))


def versions_in_force(on: date, *, clients: Iterable[Client] | None = None) -> QuerySet[PlanVersion]:
    """For each open episode the newest signed version that has begun by that day, with its mix: one row a client."""
    newest = signed_versions().filter(starts_on__lte=on, plan__episode__discharged_on__isnull=True)
    if clients is not None:
        newest = newest.filter(plan__episode__client__in=clients)
    ids = newest.order_by("plan_id", "-starts_on", "-number").distinct("plan_id").values("pk")
    return (
        PlanVersion.objects.filter(pk__in=ids)
        .select_related("plan__episode__client")
        .prefetch_related("needs__service", "affinity_needs")
    )


def version_in_force(client: Client, on: date) -> PlanVersion | None:
    """The prescription of a client on a day; None when nothing signed has begun."""
    return versions_in_force(on, clients=[client]).first()
