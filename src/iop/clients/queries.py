"""Reads about clients that other apps need: who must not meet, and where a client's time is free."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from iop.clients.models import AvailabilityBlock, Client, NoContactPair
from iop.core import clock

Window = tuple[int, int, int]
"""Weekday (0 is Monday), first minute, last minute of a stretch, wall time."""


def pairs_of(clients: Iterable[Client]) -> dict[int, set[int]]:
    """For each of these clients the ids of those they must not meet today."""
    chosen = [client.pk for client in clients]
    found: dict[int, set[int]] = defaultdict(set)
    rows = NoContactPair.objects.filter(Q(client__in=chosen) | Q(other__in=chosen))
    for one, other, ended_on, zone in rows.values_list("client_id", "other_id", "ended_on", "organization__time_zone"):
        if ended_on is None or ended_on > clock.today(zone):
            found[one].add(other)
            found[other].add(one)
    return found


def must_not_meet(client: Client, others: Iterable[Client]) -> bool:
    """Whether somebody among the others is in a no-contact pair with the client."""
    return not pairs_of([client])[client.pk].isdisjoint(other.pk for other in others)


def free_windows(clients: Iterable[Client]) -> dict[int, list[Window]]:
    """When each of these clients is free in any week, joined where stretches touch; by client id."""
    rows = AvailabilityBlock.objects.filter(client__in=clients, kind="free").order_by(
        "client_id", "weekday", "start_minute"
    )
    found: dict[int, list[Window]] = defaultdict(list)
    for row in rows:
        windows = found[row.client_id]
        if windows and windows[-1][0] == row.weekday and windows[-1][2] == row.start_minute:
            windows[-1] = (row.weekday, windows[-1][1], row.end_minute)
        else:
            windows.append((row.weekday, row.start_minute, row.end_minute))
    return found
