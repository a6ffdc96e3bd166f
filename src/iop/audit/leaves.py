"""The bytes a seal is made of: one leaf an event, its id and the SHA-256 over everything else it says.

Keeping the leaves (40 bytes an event) lets the verifier name the very event that was touched, not only its batch.
"""

import hashlib
import json
import struct
from collections.abc import Iterable

from django.db import connection

LEAF = struct.Struct(">q32s")

# Text forms that depend on no session setting: instants as seconds, JSON as jsonb writes it (one form for one value).
COLUMNS = (
    "organization_id::text",
    "cluster::text",
    "transaction::text",
    "extract(epoch from at)::text",
    "extract(epoch from recorded_at)::text",
    "actor",
    "action",
    "subject_type",
    "subject_id",
    "client_id",
    "reason",
    "details::text",
    "before::text",
    "after::text",
)
BATCH = f"""
select id, {", ".join(COLUMNS)} from audit_event
where organization_id = %s and cluster = %s and transaction >= %s and transaction < %s order by id
"""  # noqa: S608


def leaves_of(organization_id: int, cluster: int, from_transaction: int, to_transaction: int) -> bytes:
    """The leaves of all events of a range of transactions, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(BATCH, [organization_id, cluster, from_transaction, to_transaction])
        return b"".join(LEAF.pack(row[0], _content(row[1:])) for row in cursor)


def digest_of(leaves: bytes) -> str:
    return hashlib.sha256(leaves).hexdigest()


def by_id(leaves: bytes) -> dict[int, bytes]:
    return dict(LEAF.iter_unpack(leaves))


def _content(values: Iterable[str | None]) -> bytes:
    """A JSON list: no two different rows make the same bytes."""
    return hashlib.sha256(json.dumps(list(values), ensure_ascii=True).encode()).digest()
