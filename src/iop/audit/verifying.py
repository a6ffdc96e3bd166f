"""Compare the trail with its seals and the heads outside, and name what does not agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from iop.audit import heads
from iop.audit.key import Key, known_keys
from iop.audit.leaves import by_id, digest_of, leaves_of
from iop.audit.models import Seal
from iop.audit.sealing import chain_over, open_ranges, organizations
from iop.tenancy.context import acting_for

# The sealer runs every few seconds; a minute without it is worth saying. Not clinical: docs/rules/audit.md.
LAG_SECONDS = 60


class Kind(StrEnum):
    EDITED = "edited"
    DELETED = "deleted"
    ADDED = "added"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    GAP = "gap"
    SEAL_CHANGED = "seal changed"
    KEY_MISSING = "key missing"
    HEAD_CHANGED = "head changed"
    HEAD_MISSING = "head missing"
    LAG = "lag"


@dataclass(frozen=True)
class Finding:
    organization: int
    kind: Kind
    words: str
    event: int | None = None
    seal: int | None = None

    def __str__(self) -> str:
        return f"organization {self.organization}: {self.kind}: {self.words}"


@dataclass(frozen=True)
class Mismatch:
    """An event as its seal has it (`was`) and as the table has it (`now`); None where there is none."""

    seal: int
    event: int
    was: bytes | None
    now: bytes | None


def verify_all() -> list[Finding]:
    """Every organization the database or the heads file has ever had."""
    known = set(organizations()) | heads.organizations()
    return [finding for organization in sorted(known) for finding in verify(organization)]


def verify(organization: int) -> list[Finding]:
    """Empty when everything sealed is as it was. Events younger than the last seal are not proven by anything."""
    with acting_for(organization, actor="system:verifier"):
        seals = list(Seal.objects.filter(organization_id=organization).order_by("number"))
        return [
            *_gaps(organization, seals),
            *_broken_seals(organization, seals),
            *_touched_events(organization, seals),
            *_heads(organization, seals),
            *_lag(organization),
        ]


def _gaps(organization: int, seals: list[Seal]) -> Iterator[Finding]:
    expected = 1
    for seal in seals:
        if seal.number != expected:
            missing = f"{expected} to {seal.number - 1}" if seal.number - expected > 1 else str(expected)
            yield Finding(organization, Kind.GAP, f"seal {missing} is missing", seal=expected)
        expected = seal.number + 1


def _broken_seals(organization: int, seals: list[Seal]) -> Iterator[Finding]:
    """The chain value must follow from the seal and the one before; after a gap it cannot be checked against that."""
    keys, before = known_keys(), None
    for seal in seals:
        follows = before is None or before.number == seal.number - 1
        if follows and (seal.number == 1 or before is not None):
            yield from _broken(organization, seal, keys.get(seal.key_name), before.chain if before else "")
        before = seal


def _broken(organization: int, seal: Seal, key: Key | None, before: str) -> Iterator[Finding]:
    if key is None:
        words = f"the key {seal.key_name} of seal {seal.number} is not in the key file"
        yield Finding(organization, Kind.KEY_MISSING, words, seal=seal.number)
    elif chain_over(key, seal, before) != seal.chain or digest_of(bytes(seal.leaves)) != seal.digest:
        words = f"seal {seal.number} is not what was sealed"
        yield Finding(organization, Kind.SEAL_CHANGED, words, seal=seal.number)


def _touched_events(organization: int, seals: list[Seal]) -> Iterator[Finding]:
    lost: dict[int, Mismatch] = {}
    found: dict[int, Mismatch] = {}
    for mismatch in (mismatch for seal in seals for mismatch in _mismatches(organization, seal)):
        if mismatch.was is not None:
            lost[mismatch.event] = mismatch
        if mismatch.now is not None:
            found[mismatch.event] = mismatch
    contents = {mismatch.was for mismatch in lost.values()}
    for event in sorted(lost.keys() | found.keys()):
        here, was = found.get(event), lost.get(event)
        yield _touched(organization, event, was, here, moved=here is not None and here.now in contents)


def _mismatches(organization: int, seal: Seal) -> Iterator[Mismatch]:
    was = by_id(bytes(seal.leaves))
    now = by_id(leaves_of(organization, seal.cluster, seal.from_transaction, seal.to_transaction))
    for event in was.keys() | now.keys():
        if was.get(event) != now.get(event):
            yield Mismatch(seal.number, event, was.get(event), now.get(event))


def _touched(organization: int, event: int, was: Mismatch | None, here: Mismatch | None, *, moved: bool) -> Finding:
    seal = (was or here).seal
    if moved:
        kind, words = Kind.REORDERED, f"event {event} holds what another event said"
    elif was is None:
        kind, words = Kind.ADDED, f"event {event} was put into sealed time"
    elif here is None:
        kind, words = Kind.DELETED, f"event {event} is gone"
    else:
        kind, words = Kind.EDITED, f"event {event} does not say what it said"
    return Finding(organization, kind, f"{words} (seal {seal})", event=event, seal=seal)


def _heads(organization: int, seals: list[Seal]) -> Iterator[Finding]:
    chains = {seal.number: seal.chain for seal in seals}
    outside: dict[int, str] = {}
    for line in heads.read(organization):
        if isinstance(line, heads.Head):
            outside[line.number] = line.chain
        elif line.is_genuine:
            outside = {number: chain for number, chain in outside.items() if number <= line.number}
        else:
            yield Finding(organization, Kind.HEAD_CHANGED, "a line about a restore was not written under our key")
    yield from _compare(organization, chains, outside)


def _compare(organization: int, chains: dict[int, str], outside: dict[int, str]) -> Iterator[Finding]:
    last, last_outside = max(chains, default=0), max(outside, default=0)
    if last < last_outside:
        words = f"seals end at {last}, but {last_outside} were made"
        yield Finding(organization, Kind.TRUNCATED, words, seal=last + 1)
    for number in sorted(chains.keys() - outside.keys()):
        yield Finding(organization, Kind.HEAD_MISSING, f"seal {number} has no head outside the database", seal=number)
    for number in sorted(chains.keys() & outside.keys()):
        if chains[number] != outside[number]:
            words = f"seal {number} and its head outside the database differ"
            yield Finding(organization, Kind.HEAD_CHANGED, words, seal=number)


OLDEST = """
select floor(extract(epoch from clock_timestamp() - min(recorded_at)))::int from audit_event
where organization_id = %s and cluster = %s and transaction >= %s
"""


def _lag(organization: int) -> Iterator[Finding]:
    for one in open_ranges(organization):
        with connection.cursor() as cursor:
            cursor.execute(OLDEST, [organization, one.cluster, one.start])
            seconds = cursor.fetchone()[0]
        if seconds is not None and seconds > LAG_SECONDS:
            words = f"the oldest unsealed event has waited {seconds} seconds for the sealer"
            yield Finding(organization, Kind.LAG, words)
