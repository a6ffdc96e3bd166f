"""Run all measures, or those named. Exit status 1 when a limit is passed, 2 when a word is no measure."""

import importlib
import os
import sys
from datetime import date

from bench import database

MEASURES = {
    "pages": "queries and server time of every signed-in page, with 3 and with 300 clients",
    "memory": "what a running site takes, PostgreSQL included",
    "startup": "from a clean clone to the first page, and the second start",
    "solve": "memory of a solve with 100 clients; seconds to a checked week for each program",
}


def main(words: list[str]) -> int:
    if unknown := [word for word in words if word not in MEASURES]:
        print(f"No measure is called {', '.join(unknown)}. There are:", *listed(), sep="\n")
        return 2
    print(*listed(), "", machine(), "", sep="\n", flush=True)
    database.ready()
    over = [each for name in MEASURES if not words or name in words for each in measured(name)]
    print(f"{len(over)} limits passed" if over else "All within their limits")
    return 1 if over else 0


def listed() -> list[str]:
    return [f"  {name:8} {words}" for name, words in MEASURES.items()]


def machine() -> str:
    """How busy others keep it belongs to every figure in seconds."""
    waiting = os.getloadavg()[0]
    return f"{date.today()}, {os.cpu_count()} cores, {waiting:.1f} processes wanting one at the start"


def measured(name: str) -> list[str]:
    """Print the measure's table; what passed its limit."""
    table = importlib.import_module(f"bench.{name}").measure()
    print(table.text(), "", sep="\n", flush=True)
    return table.over


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
