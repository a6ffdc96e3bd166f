"""A new client: who they are and what the week needs to know of them. Admission to a program comes after."""

from django.db import connection, transaction

from iop.audit.record import record
from iop.clients.actions.editing import keep_covers, share
from iop.clients.facts import Facts, put
from iop.clients.folding import folded
from iop.clients.models import Client
from iop.core import clock

FIRST_NUMBER = 1001


@transaction.atomic
def add_client(organization_id: int, facts: Facts, *, form_id: str, zone: str) -> Client:
    """The client, with the next free chart number. The same form sent twice gives the same client."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('clients_number'), %s::int)", [organization_id])
    before = Client.objects.filter(public_id=form_id).first()
    if before is not None:
        return before
    client = Client(organization_id=organization_id, public_id=form_id, number=next_number())
    put(client, facts)
    client.save()
    keep_covers(client, facts.covers)
    share(client, facts.affinities, on=clock.today(zone))
    record("client_added", subject=client, client=client)
    return client


def next_number() -> str:
    """One more than the highest chart number that is a number."""
    taken = Client.objects.filter(number__regex=r"^[0-9]{1,9}$").values_list("number", flat=True)
    return str(max((int(number) for number in taken), default=FIRST_NUMBER - 1) + 1)


def namesakes(facts: Facts) -> list[Client]:
    """Clients of the same name and birth date: probably the same person."""
    name = folded(facts.preferred_name or facts.first_name, facts.last_name)
    return list(Client.objects.filter(folded_name=name, birth_date=facts.birth_date))
