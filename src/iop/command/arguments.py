"""The words ./iop understands. Standard library only: a typing mistake is answered before anything is installed."""

import argparse
from dataclasses import dataclass, field

DEFAULT_PORT = 8765
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Arguments:
    """What was typed: the command, its own options, and the words it passes on untouched."""

    command: str
    options: argparse.Namespace
    passed_on: list[str] = field(default_factory=list)


# These hand every further word to another program, options included.
PASSING_ON = {
    "test": "all tests on a database of their own; with arguments, one pytest run with them",
    "solve": "plan a week without a database: solve INSTANCE.json -o SOLUTION.json [--seconds N]",
    "bench": "measure what README and docs promise",
    "manage": "a management command; 'manage roles' prints the SQL for a database administrator",
}


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="./iop", description="Runs OpenIOP. Its data: var/, or where IOP_HOME says.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start everything and run until Ctrl-C")
    up.add_argument("--port", type=port, default=DEFAULT_PORT, help=f"web port (default {DEFAULT_PORT})")
    up.add_argument("--host", default=LOOPBACK, help="address to listen on (default: this machine only)")
    up.add_argument("--no-demo", action="store_true", help="start without invented people and demo accounts")
    commands.add_parser("stop", help="stop what 'up' started, or left behind")
    for name, text in PASSING_ON.items():
        commands.add_parser(name, help=text, add_help=False)
    check = commands.add_parser("check", help="all that CI runs: lint, format, types, contracts, migrations, tests")
    check.add_argument("--fast", action="store_true", help="without browser tests, drills and solver runs")
    commands.add_parser("check-shared", help="run the product over ../shared where that folder exists")
    commands.add_parser("build-demo", help="make the demo's people and weeks anew")
    return root


def port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def read(words: list[str]) -> Arguments:
    if words and words[0] in PASSING_ON:
        return Arguments(words[0], argparse.Namespace(), words[1:])
    options = parser().parse_args(words)
    return Arguments(options.command, options)
