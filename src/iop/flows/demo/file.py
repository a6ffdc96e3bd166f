"""The demo's file: gzip, one JSON object a line, nothing of the machine or the hour it was made on."""

import gzip
import io
import json
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

Line = dict[str, object]


def path_of(key: str) -> Traversable:
    return files("iop.flows.demo") / "data" / f"{key}.jsonl.gz"


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Equal lines make equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        for line in lines:
            packed.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    path.write_bytes(buffer.getvalue())


def read_text(key: str) -> str:
    """The text of a shipped demo file."""
    return gzip.decompress(path_of(key).read_bytes()).decode()
