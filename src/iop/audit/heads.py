"""The heads of the chain, outside the database: who cuts off its end must also reach this file.

One JSON object a line. Keep a copy on another machine; the file is only ever added to.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from iop.audit.key import known_keys, sealing_key

BLOCK = 65536


@dataclass(frozen=True)
class Head:
    organization: int
    number: int
    chain: str


@dataclass(frozen=True)
class Restored:
    """From a backup the trail came back only as far as `number`; somebody says so, with the reason, under the key."""

    organization: int
    number: int
    why: str
    key_name: str
    mac: str

    @classmethod
    def signed(cls, organization: int, number: int, why: str) -> "Restored":
        key = sealing_key()
        return cls(organization, number, why, key.name, key.over(_said(organization, number, why)))

    @property
    def is_genuine(self) -> bool:
        key = known_keys().get(self.key_name)
        return key is not None and key.over(_said(self.organization, self.number, self.why)) == self.mac


def append(lines: Iterable[Head | Restored]) -> None:
    """On disk when this returns."""
    text = "".join(json.dumps(asdict(line), sort_keys=True) + "\n" for line in lines)
    if not text:
        return
    path = Path(settings.AUDIT_HEADS_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(organization: int) -> Iterator[Head | Restored]:
    """What the file says of an organization, oldest first. Raises ValueError for a line nobody of ours wrote."""
    for said in _lines():
        if said["organization"] == organization:
            yield Restored(**said) if "why" in said else Head(**said)


def organizations() -> set[int]:
    """All the file has ever heard of: also one whose whole trail was taken out of the database."""
    return {said["organization"] for said in _lines()}


def last_number(organization: int) -> int:
    """The newest number the file holds for it since the last restore; 0 when none."""
    for said in _lines_from_the_end():
        if said["organization"] == organization:
            return said["number"]
    return 0


def _lines_from_the_end() -> Iterator[dict]:
    """The file grows by megabytes a day; what was written last stands at its end."""
    path = Path(settings.AUDIT_HEADS_FILE)
    if not path.exists():
        return
    with path.open("rb") as file:
        rest, position = b"", file.seek(0, os.SEEK_END)
        while position:
            size = min(BLOCK, position)
            position -= size
            file.seek(position)
            rest, *whole = (file.read(size) + rest).split(b"\n")
            yield from (json.loads(line) for line in reversed(whole) if line)
        if rest:
            yield json.loads(rest)


def _lines() -> Iterator[dict]:
    path = Path(settings.AUDIT_HEADS_FILE)
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file)


def _said(organization: int, number: int, why: str) -> bytes:
    return json.dumps(["restored", organization, number, why]).encode()
