"""Adding somebody, changing facts, and two people who do it at once."""

from dataclasses import asdict

import pytest
from django.urls import reverse

from iop.audit.models import Event
from iop.clients.actions.editing import edit_facts
from iop.clients.facts import facts_of
from iop.clients.models import Client
from iop.clients.refusals import ChangedMeanwhile
from iop.core.policy import Role

ZONE = "America/New_York"


def form_of(client: Client, **more) -> dict[str, object]:
    """What the browser sends for the facts as they stand."""
    said = {name: value for name, value in asdict(facts_of(client)).items() if value not in (None, (), "")}
    return {**said, "seen": facts_of(client).digest, **more}


def new_form(center, **more) -> dict[str, object]:
    return {
        "form_id": "abcdefghijkl",
        "first_name": "Zoë",
        "last_name": "O'Neil",
        "birth_date": "1990-02-03",
        "languages": ["en", "es"],
        "site": center.site.pk,
        "modes": ["onsite"],
        "track": "sud",
        "priority": "1",
        "primary_therapist": center.counselor.pk,
        "covers": [center.other_counselor.pk],
        **more,
    }


def test_client_add_gives_the_next_number_and_one_client_for_two_presses(desk, center):
    first = desk.post(reverse("client_add"), new_form(center))
    again = desk.post(reverse("client_add"), new_form(center))
    assert first.status_code == again.status_code == 302
    zoe = Client.objects.get(folded_name="zoe oneil")
    assert (zoe.number, zoe.public_id) == ("1003", "abcdefghijkl")
    assert list(zoe.covers.values_list("staff_id", flat=True)) == [center.other_counselor.pk]
    assert Event.objects.filter(action="client_added").count() == 1


def test_client_add_asks_about_a_namesake(desk, center):
    desk.post(reverse("client_add"), new_form(center))
    same = desk.post(reverse("client_add"), new_form(center, form_id="mnopqrstuvwx"))
    assert same.status_code == 422
    assert "The same person?" in same.content.decode()
    desk.post(reverse("client_add"), new_form(center, form_id="mnopqrstuvwx", another="1"))
    assert Client.objects.filter(folded_name="zoe oneil").count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_date", "2999-01-01", "This birth date is still to come."),
        ("birth_date", "1890-01-01", "This is more than 110 years ago. Check the year."),
        ("first_name", "", "This field is required."),
        ("languages", [], "This field is required."),
    ],
)
def test_client_add_keeps_what_was_typed_beside_a_mistake(desk, center, field, value, words):
    answer = desk.post(reverse("client_add"), new_form(center, **{field: value}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "O&#x27;Neil" in page


def test_client_edit_saves_and_says_what_changed(desk, center):
    desk.post(reverse("client_edit", args=[center.client.public_id]), form_of(center.client, pronouns="she/her"))
    assert Client.objects.get(pk=center.client.pk).pronouns == "she/her"
    assert Event.objects.get(action="client_facts_changed").details == {"changed": ["pronouns"]}


def test_client_edit_of_two_editors_shows_both_values(desk, center):
    address = reverse("client_edit", args=[center.client.public_id])
    mine = form_of(center.client, pronouns="she/her")
    desk.post(address, form_of(center.client, pronouns="they/them"))
    answer = desk.post(address, mine)
    assert answer.status_code == 422
    assert "pronouns: now “they/them”, you typed “she/her”" in answer.content.decode()
    assert Client.objects.get(pk=center.client.pk).pronouns == "they/them"


def test_edit_facts_with_nothing_new_leaves_no_event(center):
    facts = facts_of(center.client)
    edit_facts(center.client, facts, seen="whatever", zone=ZONE)
    assert not Event.objects.filter(action="client_facts_changed").exists()


def test_edit_facts_forgets_an_affinity_no_longer_shared(center):
    facts = facts_of(center.client)
    shared = type(facts)(**{**vars(facts), "affinities": ("veterans",)})
    edit_facts(center.client, shared, seen=facts.digest, zone=ZONE)
    assert facts_of(center.client).affinities == ("veterans",)
    with pytest.raises(ChangedMeanwhile):
        edit_facts(center.client, facts, seen=facts.digest, zone=ZONE)
    edit_facts(center.client, facts, seen=shared.digest, zone=ZONE)
    assert facts_of(center.client).affinities == ()


@pytest.mark.parametrize("role", [Role.BILLER, Role.FRONT_DESK, Role.CLIENT, Role.PRIVACY_OFFICER])
def test_client_add_and_edit_are_not_there_for_other_roles(client, center, role):
    client.force_login(center.users[role])
    assert client.get(reverse("client_add")).status_code == 404
    assert client.get(reverse("client_edit", args=[center.client.public_id])).status_code == 404
