"""`./iop up`: everything a clinic needs, from one command, until Ctrl-C."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from iop.command import database, database_guard, home_lock, manage, parts, paths, postgres
from iop.command.arguments import LOOPBACK
from iop.command.database import Addresses
from iop.command.parts import Part, Program, Restarts, Server
from iop.command.postgres import Cluster
from iop.command.progress import Refusal, say, step

READY_SECONDS = 120
WATCH_SECONDS = 0.5
EVERY_ADDRESS = {"0.0.0.0", "::"}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """Somebody asked us to stop."""


def up(options: argparse.Namespace) -> int:
    os.umask(paths.FOR_OTHERS_NOTHING)
    home = paths.make_home(paths.home())
    address = f"http://{name_to_show(options.host)}:{options.port}"
    if not home_lock.take(home):
        return say_who_runs(home)
    end_in_order_on_signals()
    try:
        with ExitStack() as running:
            home_lock.introduce(home, address)
            running.callback(home_lock.withdraw, home)
            serve(home, options, address, running)
    except Ended:
        say("Stopped.")
    return 0


def say_who_runs(home: Path) -> int:
    if not home_lock.holder(home):
        raise Refusal(f"Another ./iop command is using the database in {home}; try again when it is done.")
    say(f"OpenIOP already runs here: {home_lock.address(home)}  (./iop stop ends it)")
    return 0


def name_to_show(host: str) -> str:
    return "localhost" if host == LOOPBACK or host in EVERY_ADDRESS else host


def end_in_order_on_signals() -> None:
    """Ctrl-C, kill and a closed terminal end us in the same order; a second one must not cut that short."""

    def end(number: int, frame: object) -> NoReturn:
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise Ended

    for each in ENDING:
        signal.signal(each, end)


def serve(home: Path, options: argparse.Namespace, address: str, running: ExitStack) -> None:
    for name in (parts.WEB, parts.WORKER):
        if parts.end_leftovers(home, name):
            say(f"  The {name} still ran from before; stopped it first")
    refuse_taken_port(options.host, options.port)
    demo = with_demo(home, no_demo=options.no_demo)
    server, addresses = open_database(home, running)
    prepare(home, addresses, demo=demo)
    environment = database.environment(home, {**addresses.for_app(), **site(options.host, demo=demo)})
    programs = (
        Program(parts.WEB, parts.web(options.host, options.port), environment, home),
        Program(parts.WORKER, parts.worker(), environment, home),
    )
    accounts = ask_for_accounts(environment) if demo else None
    for program in programs:
        running.callback(program.stop)
        program.start()
    with step("starting the web server"):
        wait_until_ready(options.host, options.port, programs)
    say(f"\nOpenIOP is ready: {address}\n")
    if accounts:
        say(accounts.communicate()[0])
    say("Ctrl-C stops it.")
    watch((*server, *programs))


def refuse_taken_port(host: str, port: int) -> None:
    try:
        socket.getaddrinfo(host, port)
    except socket.gaierror:
        raise Refusal(f"{host} is not an address of this machine: ./iop up --host 127.0.0.1") from None
    if not postgres.is_free(port, host):
        other = next((each for each in range(port + 1, 65536) if postgres.is_free(each, host)), None)
        hint = f", or choose another: ./iop up --port {other}" if other else f"; is {host} an address of this machine?"
        raise Refusal(f"Port {port} on {host} is taken by another program. Stop that one{hint}")


def with_demo(home: Path, *, no_demo: bool) -> bool:
    """The first start decides whether this folder is a demo: a real clinic never gets invented people later."""
    decision = home / "demo"
    if not decision.exists():
        decision.write_text("no\n" if no_demo else "yes\n")
    return manage.is_demo(home) and not no_demo


def open_database(home: Path, running: ExitStack) -> tuple[tuple[Server, ...], Addresses]:
    """Our own server, started; or none and the site's addresses."""
    if addresses := database.given():
        return (), addresses
    cluster = Cluster(home)
    server = running.enter_context(database.running(cluster))
    return (server,), database.of(cluster)


def prepare(home: Path, addresses: Addresses, *, demo: bool) -> None:
    """Safe login, tables up to date, and invented people at the first start of a demo."""
    if reasons := database_guard.refusals(addresses.app):
        raise Refusal("OpenIOP does not start on this database:\n" + "\n".join(f"  - {each}" for each in reasons))
    with step("bringing the tables up to date"):
        migrate(home, addresses)
    loaded = home / "demo-loaded"
    if demo and not loaded.exists():
        with step("loading the demo"):
            must(home, addresses, "load_demo")
            if addresses.owner:
                must(home, addresses, "refresh_statistics")
        loaded.touch()


def migrate(home: Path, addresses: Addresses) -> None:
    if addresses.owner:
        must(home, addresses, "migrate", "--verbosity", "0")
    elif manage.run(home, addresses, "migrate", "--check", as_owner=False):
        raise Refusal("Migrations are missing: set DATABASE_OWNER_URL, or let the holder of that login run them.")


def must(home: Path, addresses: Addresses, *words: str) -> None:
    if manage.run(home, addresses, *words):
        raise Refusal(f"'./iop manage {' '.join(words)}' did not work; the lines above say why.")


def site(host: str, *, demo: bool) -> dict[str, str]:
    return {"IOP_DEMO": "1" if demo else "0", "IOP_HOSTS": os.environ.get("IOP_HOSTS") or ",".join(names_of(host))}


def names_of(host: str) -> list[str]:
    """The names a browser may call us by. A site behind its own front names them in IOP_HOSTS."""
    names = {"localhost", LOOPBACK, "[::1]"}
    if host in EVERY_ADDRESS:
        name = socket.gethostname()
        names |= {name, *(str(found[4][0]) for found in socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP))}
    else:
        names.add(host)
    return sorted(names)


def ask_for_accounts(environment: dict[str, str]) -> subprocess.Popen[str]:
    """Beside the start of the web server, because it takes as long."""
    return subprocess.Popen(manage.command("demo_accounts"), env=environment, stdout=subprocess.PIPE, text=True)


def wait_until_ready(host: str, port: int, programs: tuple[Part, ...]) -> None:
    end = time.monotonic() + READY_SECONDS
    while problem := why_not_ready(LOOPBACK if host in EVERY_ADDRESS else host, port):
        for program in programs:
            if program.has_ended():
                words = postgres.last_words(program.log)
                raise Refusal(f"The {program.name} does not start. Its last words ({program.log}):\n{words}")
        if time.monotonic() > end:
            raise Refusal(f"OpenIOP is not ready after {READY_SECONDS} s: {problem}. Logs: {programs[0].log.parent}")
        time.sleep(WATCH_SECONDS / 5)


def why_not_ready(host: str, port: int) -> str:
    """Empty when /healthz answers 200; what it says otherwise."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return "" if answer.status == http.client.OK else answer.read().decode()
    except OSError as error:
        return f"nobody answers on port {port} ({error})"
    finally:
        connection.close()


def watch(running: tuple[Part, ...]) -> NoReturn:
    """Until a signal ends us. Each look is cheap: the system tells us only when we ask."""
    restarts = Restarts()
    while True:
        for part in running:
            restarts.look_after(part)
        time.sleep(WATCH_SECONDS)
