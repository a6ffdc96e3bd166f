"""Availability, people and papers of one client, and who may see them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from iop.admissions.models import Episode
from iop.audit.models import Event
from iop.clients.actions.keeping_apart import end_apart, keep_apart
from iop.clients.actions.painting import digest, paint_week, week_of
from iop.clients.models import NoContactPair, Relative
from iop.clients.queries import must_not_meet
from iop.clients.refusals import NotSaved
from iop.clients.week_paint import Stretch
from iop.consents.models import ActivityWaiver, PrivacyNotice, TreatmentConsent
from iop.core import clock
from iop.core.policy import Role

ZONE = "America/New_York"


def address(name: str, client, *more: str) -> str:
    return reverse(name, args=[client.public_id, *more])


def test_availability_is_painted_with_what_stands_in_the_way(desk, center):
    page = address("client_availability", center.client)
    seen = digest(week_of(center.client))
    desk.post(page, {"free": ["0-1080", "0-1110"], "work": ["0-540"], "seen": seen})
    assert week_of(center.client) == [Stretch(0, 540, 570, "work"), Stretch(0, 1080, 1140, "free")]
    assert Event.objects.get(action="availability_painted").details == {"free_minutes": 60}


def test_availability_keeps_what_was_painted_when_it_overlaps(desk, center):
    page = address("client_availability", center.client)
    before = week_of(center.client)
    answer = desk.post(page, {"free": ["0-540"], "school": ["0-540"], "seen": digest(before)})
    assert answer.status_code == 422
    assert "(free) and Monday 9:00 – 9:30 (school) overlap. Keep one of them." in answer.content.decode()
    assert answer.content.decode().count('value="0-540" aria-label="Mon 9:00–9:30" checked') == 2
    assert week_of(center.client) == before


def test_availability_of_two_painters_is_noticed_and_can_be_put_in_place(desk, center):
    page = address("client_availability", center.client)
    old = digest(week_of(center.client))
    paint_week(center.client, [Stretch(0, 540, 600)], seen=old)
    answer = desk.post(page, {"free": ["1-540"], "seen": old})
    assert answer.status_code == 422
    assert "Somebody painted this week while you did." in answer.content.decode()
    desk.post(page, {"free": ["1-540"], "seen": digest(week_of(center.client))})
    assert week_of(center.client) == [Stretch(1, 540, 570)]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("18:00", "17:00", "The end is before the start. Write it like 17:00 to 18:00."),
        ("25:00", "26:00", "Enter a valid time."),
        ("10:00", "11:00", "overlap. Keep one of them."),
    ],
)
def test_an_exact_stretch_refuses_what_cannot_be(desk, center, start, end, words):
    fields = {"weekday": "0", "start": start, "end": end, "kind": "work"}
    answer = desk.post(address("client_stretch_add", center.client), fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_exact_stretch_is_added_and_removed(desk, center):
    fields = {"weekday": "6", "start": "17:15", "end": "1800", "kind": "free"}
    desk.post(address("client_stretch_add", center.client), fields)
    assert week_of(center.client)[-1] == Stretch(6, 1035, 1080)
    desk.post(address("client_stretch_remove", center.client), {"stretch": "6-1035-1080-free"})
    assert week_of(center.client)[-1].weekday == 4


def test_relative_is_named_once_painted_and_forgotten(desk, center):
    fields = {"form_id": "abcdefghijkl", "name": "Rosa Vega", "relation": "mother"}
    desk.post(address("client_relative_add", center.client), fields)
    desk.post(address("client_relative_add", center.client), fields)
    rosa = Relative.objects.get()
    desk.post(address("client_relative", center.client, rosa.public_id), {"free": ["2-1080"]})
    assert list(rosa.availability.values_list("weekday", "start_minute", "end_minute")) == [(2, 1080, 1110)]
    desk.post(address("client_relative_forget", center.client, rosa.public_id))
    assert not Relative.objects.exists()


def test_no_contact_is_seen_by_few(desk, client, center):
    fields = {"number": "1002", "scope": "premises", "reason": "Court order 12"}
    desk.post(address("client_apart_add", center.client), fields)
    desk.post(address("client_apart_add", center.client), fields)
    assert NoContactPair.objects.count() == 1
    assert must_not_meet(center.client, [center.other_client])
    assert "Court order 12" in desk.get(address("client_people", center.client)).content.decode()
    client.force_login(center.users[Role.THERAPIST])
    page = client.get(address("client_people", center.client)).content.decode()
    assert "Court order 12" not in page
    assert "Must not meet" not in page


def test_no_contact_of_nobody_or_oneself_is_refused(desk, center):
    fields = {"number": "9999", "scope": "session", "reason": "x"}
    answer = desk.post(address("client_apart_add", center.client), fields)
    assert "No client has the chart number 9999." in answer.content.decode()
    with pytest.raises(NotSaved):
        keep_apart(center.client, center.client, scope="session", reason="x")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.THERAPIST, Role.CASE_MANAGER, Role.PRESCRIBER])
def test_only_those_who_may_know_read_of_a_no_contact_pair_on_the_page(client, center, role):
    pair = keep_apart(center.client, center.other_client, scope="session", reason="x")
    end_apart(pair, zone=ZONE)
    client.force_login(center.users[role])
    page = client.get(address("client", center.client)).content.decode()
    assert ("Kept apart" in page) is (role is Role.DIRECTOR)


def test_end_apart_lets_them_meet_from_today(center):
    pair = keep_apart(center.client, center.other_client, scope="session", reason="x")
    end_apart(pair, zone=ZONE)
    assert pair.ended_on == clock.today(ZONE)
    assert not must_not_meet(center.client, [center.other_client])


def test_papers_are_recorded_once_and_a_consent_can_be_taken_back(desk, center):
    TreatmentConsent.objects.all().delete()
    PrivacyNotice.objects.all().delete()
    signed = {"signed_by_name": "Marisol Vega", "agreed": "on"}
    assert desk.post(address("client_consent", center.client), {"signed_by_name": "M"}).status_code == 422
    for _press in range(2):
        desk.post(address("client_consent", center.client), signed)
        desk.post(address("client_notice", center.client))
    consent = TreatmentConsent.objects.get()
    assert (consent.wording, PrivacyNotice.objects.get().wording) == ("treatment.v1", "privacy.v1")
    desk.post(address("client_consent_end", center.client, consent.public_id))
    page = desk.get(address("client_papers", center.client)).content.decode()
    assert "Not signed: care may not start." in page


def test_waiver_is_recorded_once_and_not_for_the_future(desk, center):
    service = center.program.services.filter(needs_waiver=True).first()
    today = clock.today(ZONE)
    future = {"service": service.pk, "signed_on": (today + timedelta(days=2)).isoformat()}
    assert desk.post(address("client_waiver", center.client), future).status_code == 422
    for _press in range(2):
        desk.post(address("client_waiver", center.client), {**future, "signed_on": today.isoformat()})
    assert ActivityWaiver.objects.get().service == service


def test_admission_needs_the_papers_and_happens_once(desk, center):
    Episode.objects.filter(client=center.client).update(discharged_on=clock.today(ZONE))
    TreatmentConsent.objects.filter(client=center.client).delete()
    form = {"program": center.program.pk, "level": "iop", "on": clock.today(ZONE).isoformat()}
    answer = desk.post(address("client_admit", center.client), form)
    assert answer.status_code == 422
    assert "The consent to treatment is not signed. It is under Papers." in answer.content.decode()
    desk.post(address("client_consent", center.client), {"signed_by_name": "Marisol Vega", "agreed": "on"})
    for _press in range(2):
        desk.post(address("client_admit", center.client), form)
    assert Episode.objects.filter(client=center.client, discharged_on__isnull=True).count() == 1


RECORDS = ["client", "client_week", "client_availability", "client_people", "client_papers", "client_edit"]
WRITES = [
    "client_stretch_add",
    "client_relative_add",
    "client_apart_add",
    "client_consent",
    "client_notice",
    "client_admit",
]


def test_no_record_is_there_for_an_outsider_or_another_therapist(client, center):
    for viewer, whose in ((center.outsider, center.client), (center.users[Role.THERAPIST], center.other_client)):
        client.force_login(viewer)
        assert [client.get(address(name, whose)).status_code for name in RECORDS] == [404] * len(RECORDS)
        assert [client.post(address(name, whose)).status_code for name in WRITES] == [404] * len(WRITES)
