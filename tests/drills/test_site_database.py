"""A site's own PostgreSQL instead of ours: made ready with the SQL we print, and refused when the login is too strong."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from iop.command import paths, postgres, roles
from iop.command.postgres import Cluster
from tests.drills.instance import Instance, running

HTTP_OK = 200
pytestmark = pytest.mark.drill
PASSWORDS = {"PUT-THE-OWNER-PASSWORD-HERE": "owner-of-the-site", "PUT-THE-APP-PASSWORD-HERE": "app-of-the-site"}


@pytest.fixture(scope="module")
def administrator(new_home):
    """The superuser's address of a PostgreSQL that has never heard of OpenIOP."""
    cluster = Cluster(paths.make_home(new_home()))
    postgres.start_retrying(cluster, postgres.prepare(cluster))
    yield cluster.url(roles.SUPERUSER, "postgres")
    postgres.end_server(cluster)


def address(administrator: str, login: str, password: str) -> str:
    parts = urlsplit(administrator)
    server = f"{login}:{password}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=server, path=f"/{roles.DATABASE}"))


@pytest.fixture(scope="module")
def logins(administrator, new_home) -> dict[str, str]:
    """The addresses after an administrator has run what `./iop manage roles` prints."""
    printed = Instance(new_home()).command("manage", "roles").stdout
    for blank, password in PASSWORDS.items():
        printed = printed.replace(blank, password)
    psql = [postgres.binaries() / "psql", "-X", "-v", "ON_ERROR_STOP=1", administrator]
    subprocess.run(psql, input=printed, text=True, check=True, capture_output=True)
    return {
        "DATABASE_URL": address(administrator, roles.APP, "app-of-the-site"),
        "DATABASE_OWNER_URL": address(administrator, roles.OWNER, "owner-of-the-site"),
    }


def refusal(home: Path, surroundings: dict[str, str]) -> str:
    """What `up` says when it does not start."""
    instance = Instance(home, surroundings=surroundings)
    refused = instance.command("up", "--no-demo", "--port", str(instance.port))
    assert refused.returncode == 1
    assert instance.processes() == []
    return refused.stderr


def test_up_without_the_owners_login_says_that_migrations_are_missing(logins, new_home):
    said = refusal(new_home(), {"DATABASE_URL": logins["DATABASE_URL"]})

    assert "Migrations are missing: set DATABASE_OWNER_URL" in said


def test_up_runs_on_the_sites_database_and_starts_none_of_its_own(logins, new_home):
    with running(Instance(new_home(), surroundings=logins)) as instance:
        assert instance.get() == HTTP_OK
        assert not (instance.home / "postgres").exists()

        assert instance.end() == 0
        assert instance.processes() == []


def test_up_refuses_the_owners_login_for_the_app(logins, new_home):
    said = refusal(new_home(), {**logins, "DATABASE_URL": logins["DATABASE_OWNER_URL"]})

    assert "the login iop_owner owns" in said


def test_up_refuses_the_administrators_login_for_the_app(administrator, logins, new_home):
    said = refusal(new_home(), {**logins, "DATABASE_URL": administrator})

    assert "the login postgres is a superuser" in said
