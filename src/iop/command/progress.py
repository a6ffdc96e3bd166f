"""What the command says while it works: one line for every step, with its seconds when it took more than one."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLOW_SECONDS = 1.0


class Refusal(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step once it lasts over a second, and say how long it took."""
    begun = time.monotonic()
    announce = threading.Timer(SLOW_SECONDS, say, [f"  {text} ..."])
    announce.daemon = True
    announce.start()
    try:
        yield
    finally:
        announce.cancel()
    seconds = time.monotonic() - begun
    if seconds >= SLOW_SECONDS:
        say(f"  {text}: {seconds:.1f} s")


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"
