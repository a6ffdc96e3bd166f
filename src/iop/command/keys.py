"""Secrets, made once and kept in files that only their owner may read."""

import os
import secrets
from pathlib import Path

from iop.command.paths import private_folder

OWNER_ONLY = 0o600
SECRET_BYTES = 48


def folder(home: Path) -> Path:
    return private_folder(home / "keys")


def secret(home: Path, name: str) -> str:
    """The secret of that name, in hex as the audit chain reads its key; made at the first call, the same ever after."""
    file = folder(home) / name
    if not file.exists():
        write(file, secrets.token_hex(SECRET_BYTES))
    return file.read_text().strip()


def secret_file(home: Path, name: str) -> Path:
    secret(home, name)
    return folder(home) / name


def write(file: Path, text: str) -> None:
    """Whole or not at all: a half-written password would lock us out."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as words:
        words.write(text + "\n")
        words.flush()
        os.fsync(words.fileno())
    unfinished.replace(file)
