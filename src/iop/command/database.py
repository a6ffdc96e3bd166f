"""Which PostgreSQL we use: the one DATABASE_URL names, or our own in the data folder."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iop.command import home_lock, keys, postgres, processes, roles
from iop.command.parts import Server
from iop.command.paths import SOURCES
from iop.command.postgres import Cluster
from iop.command.progress import Refusal, step

STARTING_SECONDS = 60
# Replaced for every program by the one login it needs.
OURS_ALONE = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "IOP_AS_OWNER")


@dataclass(frozen=True)
class Addresses:
    """Where the app logs in, and where the owner does (None: migrations are somebody else's task)."""

    app: str
    owner: str | None = None

    def for_app(self) -> dict[str, str]:
        """The app and its worker never learn the owner's password."""
        return {"DATABASE_URL": self.app}

    def for_owner(self) -> dict[str, str]:
        return {"DATABASE_URL": self.app, "DATABASE_OWNER_URL": self.owner or "", "IOP_AS_OWNER": "1"}


def given() -> Addresses | None:
    """The database of the site, when the environment names one."""
    app = os.environ.get("DATABASE_URL")
    return Addresses(app, os.environ.get("DATABASE_OWNER_URL")) if app else None


def of(cluster: Cluster) -> Addresses:
    return Addresses(cluster.url(roles.APP), cluster.url(roles.OWNER))


@contextmanager
def at_hand(home: Path) -> Iterator[Addresses]:
    """A database for one command: the site's, the one `up` is running, or our own for as long as the command takes."""
    cluster = Cluster(home)
    if site := given():
        yield site
    elif not home_lock.take(home):
        wait_until_it_answers(cluster)
        yield of(cluster)
    else:
        with running(cluster):
            yield of(cluster)


def wait_until_it_answers(cluster: Cluster) -> None:
    """Another of our commands is just starting it."""
    if not processes.wait_until(lambda: postgres.takes_our_password(cluster), STARTING_SECONDS):
        raise Refusal(f"Another ./iop command holds {cluster.home}, but its PostgreSQL does not answer.")


@contextmanager
def running(cluster: Cluster) -> Iterator[Server]:
    server = Server(cluster)
    try:
        with step("starting PostgreSQL"):
            server.start()
        yield server
    finally:
        with step("stopping PostgreSQL"):
            server.stop()


def environment(home: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """What every program of ours starts with: its one login, its keys, its folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS_ALONE}
    return {
        **inherited,
        "PYTHONPATH": str(SOURCES),
        "IOP_HOME": str(home),
        "IOP_SECRET_KEY": keys.secret(home, "secret.key"),
        "IOP_AUDIT_KEY_FILE": str(keys.secret_file(home, "audit.key")),
        **addresses,
    }
