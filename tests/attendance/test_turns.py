"""Marks sent together: places are taken in one order, answers come in the order they were asked."""

from iop.clients.models import Client
from iop.flows.attendance.asked import each_in_turn


def test_places_are_taken_in_one_order_whatever_was_sent():
    people = {"a": Client(pk=2), "b": Client(pk=1)}
    taken = []

    def answer(client, one):
        taken.append(client.pk if client else None)
        return {"client": one["client"]}

    sent = [{"client": "a"}, {"client": "nobody"}, {"client": "b"}]
    assert each_in_turn(sent, people, answer) == sent
    assert taken == [None, 1, 2]
