"""Real parts: a real PostgreSQL, as the app's own login."""

import os

import pytest
from django.core.cache import cache
from django.db import connections

from tests import databases
from tests.cast import Cast, make_cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, request):
    """One clone of the migrated template for each worker. The roles were made before any worker started."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"iop_test_{worker}_{os.getpid()}"
    databases.clone(name, databases.template())
    settings = connections["default"].settings_dict
    settings["NAME"] = name
    settings["OPTIONS"].pop("pool", None)
    os.environ["DATABASE_URL"] = databases.with_name(os.environ["DATABASE_URL"], name)
    os.environ["DATABASE_OWNER_URL"] = databases.with_name(os.environ["DATABASE_OWNER_URL"], name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.drop(name)


@pytest.fixture
def cast(db) -> Cast:
    """The named people of one center (waypoint's program) and an outsider from another, in a transaction that is rolled back."""
    return make_cast()


@pytest.fixture(autouse=True)
def no_rates_remembered():
    """Sign-in counts attempts in the cache; one test's attempts are not another's."""
    cache.clear()
