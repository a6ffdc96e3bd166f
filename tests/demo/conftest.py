"""Each center is loaded once for all tests of a module that ask for it; each test acts inside the center it asks for."""

import pytest

from iop.tenancy.context import acting_for
from tests.demo.loaded import demo_at


def _loaded_once(key: str):
    @pytest.fixture(scope="module", name=f"loaded_{key}")
    def loaded(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), demo_at(key) as demo:
            yield demo

    return loaded


def _inside(key: str):
    @pytest.fixture(name=key)
    def inside(request):
        demo = request.getfixturevalue(f"loaded_{key}")
        with acting_for(demo.organization.pk, actor="test"):
            yield demo

    return inside


loaded_legacy, legacy = _loaded_once("legacy"), _inside("legacy")
loaded_waypoint, waypoint = _loaded_once("waypoint"), _inside("waypoint")
loaded_steady, steady = _loaded_once("steady"), _inside("steady")
loaded_harbor, harbor = _loaded_once("harbor"), _inside("harbor")
