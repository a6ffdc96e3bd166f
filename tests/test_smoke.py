from iop.clients.models import Client
from iop.core.policy import Role


def test_cast_lives_in_its_own_center(cast):
    with cast.acting(Role.DIRECTOR):
        assert {client.name for client in Client.objects.all()} == {"Marisol Vega", "Dmitri Volkov"}
