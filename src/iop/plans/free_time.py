"""Whether a plan asks for more than the client has free. Allowed, but said: somebody must talk about it."""

from collections import defaultdict
from dataclasses import dataclass

from iop.clients.models import AvailabilityBlock, Client
from iop.plans.models import PlanVersion


@dataclass(frozen=True)
class TooLittleFree:
    """`asked` minutes a week on at most `days` days; the client's free time holds `free` of them."""

    asked: int
    free: int
    days: int


def too_little_free(version: PlanVersion, client: Client) -> TooLittleFree | None:
    """What the client lacks for this plan; None when the hours fit into their week."""
    blocks = AvailabilityBlock.objects.filter(client=client, kind="free")
    by_day: dict[int, int] = defaultdict(int)
    for block in blocks:
        by_day[block.weekday] += block.end_minute - block.start_minute
    usable = sorted((min(minutes, version.max_visit_minutes) for minutes in by_day.values()), reverse=True)
    free = sum(usable[: version.max_days])
    if version.weekly_minutes <= free:
        return None
    return TooLittleFree(version.weekly_minutes, free, version.max_days)
