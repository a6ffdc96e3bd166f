"""A broken hard rule in a finished week."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """Which rule, at which session (leaving it out, or the client out of it, mends the week), and the facts."""

    code: str
    session: str
    text: str
    client: str | None = None
