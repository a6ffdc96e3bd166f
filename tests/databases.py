"""Test databases: migrated once as the owner, then cloned; every test logs in as iop_app."""

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
LOCK = 20_260_101


def with_name(url: str, name: str) -> str:
    """The same server and login, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def fingerprint() -> str:
    """Changes whenever a migration does."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src" / "iop").glob("**/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "src/iop/tenancy/migrations_ops.py").read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def admin():
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def template() -> str:
    """The name of a migrated database, made now if no worker made it yet."""
    name = f"iop_template_{fingerprint()}"
    with admin() as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        ready = connection.execute("select 1 from pg_database where datname = %s and datistemplate", [name]).fetchone()
        if not ready:
            connection.execute(f'drop database if exists "{name}" with (force)')
            connection.execute(f'create database "{name}" owner iop_owner')
            _migrate(name)
            connection.execute(f'alter database "{name}" is_template true')
    return name


def clone(name: str, of: str) -> None:
    with admin() as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}" owner iop_owner template "{of}"')


def drop(name: str) -> None:
    with admin() as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')


def _migrate(name: str) -> None:
    environment = {
        **os.environ,
        "IOP_AS_OWNER": "1",
        "DATABASE_OWNER_URL": with_name(os.environ["DATABASE_OWNER_URL"], name),
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run([sys.executable, "-m", "iop.web.manage", "migrate", "--verbosity", "0"], env=environment, check=True)
