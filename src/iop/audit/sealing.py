"""Seal committed events in batches, each chained to the one before.

Events go in unchained: a chain inside the writer's transaction would make all writers of a center wait for each other.
A transaction id below `pg_snapshot_xmin` belongs to a transaction that has ended, so nothing can join such a range later.
Ids count per database cluster; a trail restored into another cluster starts a range of its own (docs/rules/audit.md).
"""

import json
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from iop.audit import heads
from iop.audit.key import Key, sealing_key
from iop.audit.leaves import LEAF, digest_of, leaves_of
from iop.audit.models import Event, Seal
from iop.tenancy.context import acting_for

# The distinct clusters, found by jumping along the index instead of reading every event.
CLUSTERS = """
with recursive known as (
    (select cluster from audit_event where organization_id = %(organization)s order by cluster limit 1)
    union all
    select (select e.cluster from audit_event e where e.organization_id = %(organization)s and e.cluster > known.cluster
            order by e.cluster limit 1)
    from known where known.cluster is not null
) select cluster from known where cluster is not null
"""


@dataclass(frozen=True)
class Range:
    """Transactions `start` <= id < `end` of one cluster."""

    cluster: int
    start: int
    end: int


def seal_all() -> int:
    """Seal what can be sealed in every organization; how many seals were made."""
    return sum(len(seal(organization)) for organization in organizations())


def organizations() -> list[int]:
    """Their ids. Read by hand: the table belongs to an app above this one."""
    with connection.cursor() as cursor:
        cursor.execute("select id from centers_organization order by id")
        return [row[0] for row in cursor]


def seal(organization: int) -> list[Seal]:
    """One sealer at a time for an organization; the heads are written once the seals are committed."""
    with acting_for(organization, actor="system:sealer"):
        _wait_for_turn(organization)
        made = [_seal_range(organization, one) for one in open_ranges(organization)]
        seals = [seal for seal in made if seal is not None]
        if seals:
            transaction.on_commit(lambda: write_heads(organization))
    return seals


def write_heads(organization: int) -> None:
    """Also those that an earlier run committed but did not live to write."""
    known = heads.last_number(organization)
    with acting_for(organization, actor="system:sealer"):
        missing = Seal.objects.filter(organization_id=organization, number__gt=known).order_by("number")
        heads.append([heads.Head(organization, seal.number, seal.chain) for seal in missing.defer("leaves")])


def write_missing_heads() -> None:
    for organization in organizations():
        write_heads(organization)


def chain_over(key: Key, seal: Seal, before: str) -> str:
    """What binds a seal to its place: organization, number, range, count, digest and the chain before."""
    said = [seal.organization_id, seal.number, seal.cluster, seal.from_transaction, seal.to_transaction]
    return key.over(json.dumps([*said, seal.events, seal.digest, before]).encode())


def open_ranges(organization: int) -> list[Range]:
    """What is not sealed yet, by cluster; this one last."""
    here, finished = _snapshot()
    ends = {cluster: _end_of(organization, cluster) for cluster in _elsewhere(organization, here)}
    return [Range(cluster, _reached(organization, cluster), end) for cluster, end in {**ends, here: finished}.items()]


def _reached(organization: int, cluster: int) -> int:
    sealed = Seal.objects.filter(organization_id=organization, cluster=cluster).aggregate(Max("to_transaction"))
    return sealed["to_transaction__max"] or 0


def _wait_for_turn(organization: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit seal {organization}"])


def _seal_range(organization: int, one: Range) -> Seal | None:
    leaves = leaves_of(organization, one.cluster, one.start, one.end)
    if not leaves:
        return None
    last = Seal.objects.filter(organization_id=organization).defer("leaves").order_by("-number").first()
    key = sealing_key()
    seal = Seal(
        organization_id=organization,
        number=last.number + 1 if last else 1,
        cluster=one.cluster,
        from_transaction=one.start,
        to_transaction=one.end,
        events=len(leaves) // LEAF.size,
        leaves=leaves,
        digest=digest_of(leaves),
        key_name=key.name,
    )
    seal.chain = chain_over(key, seal, last.chain if last else "")
    seal.save()
    return seal


def _snapshot() -> tuple[int, int]:
    """This cluster, and the transaction id below which everything has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select iop_cluster(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()


def _elsewhere(organization: int, here: int) -> list[int]:
    """Clusters this trail lived in before it was restored here: all of their transactions have ended."""
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS, {"organization": organization})
        return [row[0] for row in cursor if row[0] != here]


def _end_of(organization: int, cluster: int) -> int:
    newest = Event.objects.filter(organization_id=organization, cluster=cluster).aggregate(Max("transaction"))
    return (newest["transaction__max"] or 0) + 1
