"""A login for which row-level security would not hold is refused in words."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from iop.command import database_guard
from iop.command.database_guard import Login

SAFE = Login("iop_app", server=150004, superuser=False, bypasses=False, owned_tables=0)


def login_as(role: str, password: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port}"))


@pytest.fixture
def make_login(db):
    """Roles with the rights given, gone after the test."""
    made = []

    def make(rights: str) -> str:
        name = f"guard_{os.getpid()}_{len(made)}"
        with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as admin:
            admin.execute(f"create role {name} login password 'of-a-test' {rights}")
        made.append(name)
        return login_as(name, "of-a-test")

    yield make
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as admin:
        for name in made:
            admin.execute(f"drop role {name}")


def test_the_apps_own_login_is_accepted(db):
    assert database_guard.refusals(os.environ["DATABASE_URL"]) == []


def test_the_owner_of_the_tables_is_refused(db):
    (reason,) = database_guard.refusals(os.environ["DATABASE_OWNER_URL"])

    assert reason.startswith("the login iop_owner owns ")
    assert reason.endswith("tables: an owner may switch row-level security off")


def test_a_login_that_bypasses_row_security_is_refused(make_login):
    (reason,) = database_guard.refusals(make_login("bypassrls"))

    assert "bypasses row-level security" in reason


def test_a_login_that_may_become_the_owner_is_refused(make_login):
    (reason,) = database_guard.refusals(make_login("in role iop_owner"))

    assert "owns" in reason


def test_a_superuser_is_refused(make_login):
    reasons = database_guard.refusals(make_login("superuser"))

    assert "is a superuser or may become one" in reasons[0]


@pytest.mark.parametrize(("server", "refused"), [(140022, True), (150000, False), (180004, False)])
def test_servers_before_15_are_refused(server, refused):
    login = Login(SAFE.name, server, SAFE.superuser, SAFE.bypasses, SAFE.owned_tables)

    assert list(database_guard.reasons(login)) == (
        ["the server is PostgreSQL 14; OpenIOP needs 15 or newer"] if refused else []
    )


def test_a_wrong_password_is_said_without_the_password():
    (reason,) = database_guard.refusals(login_as("iop_app", "surely-wrong"))

    assert reason.startswith("DATABASE_URL does not let us in")
    assert "surely-wrong" not in reason
