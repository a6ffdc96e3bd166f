import pytest

from iop.core.policy import Role


@pytest.fixture
def center(cast):
    with cast.acting(Role.DIRECTOR):
        yield cast


@pytest.fixture
def desk(client, center):
    """A browser signed in as the director."""
    client.force_login(center.users[Role.DIRECTOR])
    return client
