"""The client's week: when they are free, and what stands in the way."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.clients.models import AvailabilityBlock, Client, Relative, RelativeAvailability
from iop.clients.refusals import ChangedMeanwhile
from iop.clients.week_paint import Stretch, check_apart, joined


def week_of(client: Client) -> list[Stretch]:
    """The week as it is saved."""
    rows = AvailabilityBlock.objects.filter(client=client)
    return sorted(Stretch(row.weekday, row.start_minute, row.end_minute, row.kind) for row in rows)


def digest(week: Sequence[Stretch]) -> str:
    """A form carries it, so that two people who paint notice each other."""
    return hashlib.sha256(repr(sorted(week)).encode()).hexdigest()[:16]


@transaction.atomic
def paint_week(client: Client, week: Sequence[Stretch], *, seen: str) -> None:
    """The client's week is as painted. Raises NotSaved for overlaps, ChangedMeanwhile when somebody else painted."""
    week = joined(week)
    check_apart(week)
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    before = week_of(client)
    if week == before:
        return
    if seen != digest(before):
        raise ChangedMeanwhile(
            _(
                "Somebody painted this week while you did. Theirs stands, in words beside the grid. Save again to put yours in its place."
            )
        )
    AvailabilityBlock.objects.filter(client=client).delete()
    AvailabilityBlock.objects.bulk_create(
        AvailabilityBlock(
            organization_id=client.organization_id,
            client=client,
            weekday=one.weekday,
            start_minute=one.start,
            end_minute=one.end,
            kind=one.kind,
        )
        for one in week
    )
    free = sum(one.end - one.start for one in week if one.kind == "free")
    record("availability_painted", subject=client, client=client, free_minutes=free)


@transaction.atomic
def paint_relative(relative: Relative, week: Sequence[Stretch]) -> None:
    """When the relative can join a family session."""
    check_apart(week)
    rows = RelativeAvailability.objects.filter(relative=relative)
    if sorted(Stretch(row.weekday, row.start_minute, row.end_minute) for row in rows) == list(week):
        return
    rows.delete()
    RelativeAvailability.objects.bulk_create(
        RelativeAvailability(
            organization_id=relative.organization_id,
            relative=relative,
            weekday=one.weekday,
            start_minute=one.start,
            end_minute=one.end,
        )
        for one in week
    )
    record("relative_availability_painted", subject=relative, client=relative.client_id)
