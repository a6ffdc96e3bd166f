"""Rows that other connections can see, for the tests about transactions."""

import os
import secrets
from collections.abc import Iterator

import psycopg
import pytest

from iop.centers.models import Organization
from iop.core.programs.loading import shipped_text
from iop.flows.start_center import start_center
from tests import databases


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database without a transaction around the test: what is written stays until the session's clone is dropped."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def center(committed) -> Organization:
    """A center of its own for the test, committed."""
    return new_center()


def new_center() -> Organization:
    return start_center(shipped_text("waypoint"), slug=f"ground-{secrets.token_hex(6)}")


@pytest.fixture
def superuser(committed) -> Iterator[psycopg.Connection]:
    """Whom no rule of the database stops: for tampering, and for looking from outside."""
    with as_superuser() as connection:
        yield connection


def as_superuser() -> psycopg.Connection:
    name = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
    return psycopg.connect(databases.with_name(os.environ["DATABASE_ADMIN_URL"], name), autocommit=True)


@pytest.fixture
def audit_files(settings, tmp_path):
    """Key and heads of this test alone."""
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "audit.key"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit" / "heads.jsonl"
    return tmp_path
