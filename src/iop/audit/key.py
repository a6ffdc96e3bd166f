"""The key of the chain. It lives beside the database, never in it: whoever can rewrite rows cannot rewrite the proof.

The file holds one key a line, in hex. The last one seals; older ones stay so that what they sealed can still be verified.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


@dataclass(frozen=True)
class Key:
    secret: bytes

    @property
    def name(self) -> str:
        """Tells keys apart without telling the key."""
        return hashlib.sha256(b"iop audit key name\0" + self.secret).hexdigest()[:12]

    def over(self, message: bytes) -> str:
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


def sealing_key() -> Key:
    """The newest key; the file is made, readable by its owner only, when there is none."""
    path = Path(settings.AUDIT_KEY_FILE)
    if not path.exists():
        _make(path)
    return _read(path)[-1]


def known_keys() -> dict[str, Key]:
    """By name. Empty when the file is gone: then nothing can be verified, and the verifier says so."""
    path = Path(settings.AUDIT_KEY_FILE)
    return {key.name: key for key in _read(path)} if path.exists() else {}


def _read(path: Path) -> list[Key]:
    return [Key(bytes.fromhex(line)) for line in path.read_text(encoding="ascii").split()]


def _make(path: Path) -> None:
    """Whole or not at all: of two processes that start at once, the second takes the first one's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
