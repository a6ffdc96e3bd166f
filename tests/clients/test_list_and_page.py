"""The list of clients and the page of one: what each role sees, and how often it reads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from iop.attendance.actions.marking import mark
from iop.audit.models import Event
from iop.core import clock
from iop.core.policy import Role
from tests.attendance.released import release_of, seat_of, session_of, signed_plan
from tests.attendance.test_group_room import count
from tests.cast import client_of

CLINICAL = ["Therapist", "Level", "This week"]


@pytest.fixture
def week(center):
    """A plan of 12 h, one session yesterday that was attended, one tomorrow."""
    today = clock.today(center.program.time_zone)
    monday = clock.monday_of(today)
    signed_plan(center.client, center, monday - timedelta(days=7), 720)
    release = release_of(center, monday)
    service = center.program.services.filter(kind="group").first()
    past = session_of(release, center, service, today - timedelta(days=1), 18 * 60, minutes=90, counted_minutes=90)
    seat_of(past, center.client)
    mark(past, center.client, "present", by=None)
    return past


def test_clients_shows_names_and_hours_to_those_in_care(desk, center, week):
    page = desk.get(reverse("clients")).content.decode()
    assert "Marisol Vega" in page
    assert "of 12.0 h" in page
    assert all(word in page for word in CLINICAL)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.ADMISSIONS, Role.PRIVACY_OFFICER])
def test_clients_shows_nothing_clinical_to_others(client, center, week, role):
    client.force_login(center.users[role])
    page = client.get(reverse("clients")).content.decode()
    assert "Marisol Vega" in page
    assert not [word for word in CLINICAL if f">{word}" in page]
    assert "Carla Monte" not in page
    linked = reverse("client", args=[center.client.public_id]) in page
    assert linked is (role in (Role.ADMISSIONS, Role.PRIVACY_OFFICER))


def test_clients_lists_a_therapist_their_own(client, center):
    client.force_login(center.users[Role.THERAPIST])
    page = client.get(reverse("clients")).content.decode()
    assert "Marisol Vega" in page
    assert "Dmitri Volkov" not in page


@pytest.mark.parametrize("words", ["mar", "VEGA", "1001", "Marisol V"])
def test_clients_are_found_by_the_beginning_of_name_or_number(desk, center, words):
    page = desk.post(reverse("client_search"), {"q": words}, follow=True).content.decode()
    assert "Marisol Vega" in page
    assert "Dmitri Volkov" not in page


def test_clients_says_when_nobody_fits_and_keeps_the_words(desk, center):
    page = desk.post(reverse("client_search"), {"q": "xyz"}, follow=True).content.decode()
    assert "No name or chart number begins with “xyz”." in page
    assert 'value="xyz"' in page


def test_clients_sorts_and_pages_by_fifty(desk, center):
    for number in range(60):
        client_of(center, f"5{number:03}", "Ada", f"Zed{number:02}", center.counselor, None)
    first = desk.get(reverse("clients"), {"sort": "-name"}).content.decode()
    assert first.index("Marisol Vega") < first.index("Dmitri Volkov") < first.index("Ada Zed59")
    assert "1 to 50 of 62" in first
    assert "51 to 62 of 62" in desk.get(reverse("clients"), {"page": "2"}).content.decode()


def test_clients_reads_as_often_for_three_as_for_three_hundred(desk, center, week):
    few = count(desk, reverse("clients"))
    client = center.client
    rows = [
        type(client)(
            organization=center.organization,
            number=f"6{number:03}",
            first_name="Ada",
            last_name=f"Nr{number}",
            folded_name=f"ada nr{number}",
            folded_last=f"nr{number}",
            birth_date=client.birth_date,
            site=client.site,
            track="sud",
            primary_therapist=center.counselor,
        )
        for number in range(300)
    ]
    type(client).objects.bulk_create(rows)
    assert count(desk, reverse("clients")) == few
    assert few <= 15


def test_client_page_tells_hours_milestones_and_week(desk, center, week):
    page = desk.get(reverse("client", args=[center.client.public_id])).content.decode()
    assert "<title>Client</title>" in page
    assert "<b>12 h</b> a week" in page
    assert "90 of 90" not in page
    assert "1.5 of 1.5 h booked" in page
    assert "Who looked" in page


def test_client_page_without_a_plan_names_the_first_steps(desk, center):
    page = desk.get(reverse("client", args=[center.client.public_id])).content.decode()
    assert "No plan is signed yet" in page


def test_client_page_hides_the_plan_from_admissions(client, center, week):
    client.force_login(center.users[Role.ADMISSIONS])
    page = client.get(reverse("client", args=[center.client.public_id])).content.decode()
    assert "Marisol Vega" in page
    assert "12 h" not in page
    assert "Carla Monte" not in page
    assert "Who looked" not in page


def test_opening_a_client_page_is_recorded_once_in_a_while(desk, center):
    for _look in range(2):
        desk.get(reverse("client", args=[center.client.public_id]))
    looks = Event.objects.filter(action="chart_looked", client_id=str(center.client.pk))
    assert [look.details for look in looks] == [{"page": "overview"}]


def test_client_page_reads_at_most_fifteen_times(desk, center, week):
    page = reverse("client", args=[center.client.public_id])
    few = count(desk, page)
    for number in range(20):
        client_of(center, f"7{number:03}", "Ada", f"Nr{number}", center.counselor, None)
    assert count(desk, page) == few
    assert few <= 15


def test_client_week_shows_what_came_of_each_session(desk, center, week):
    monday = clock.monday_of(week.day).isoformat()
    page = desk.get(reverse("client_week", args=[center.client.public_id]), {"week": monday}).content.decode()
    assert "90 min" in page
    assert "1.5 h attended" in page


def test_search_puts_no_name_into_the_address_and_survives_sorting(desk, center):
    found = desk.post(reverse("client_search"), {"q": "Vega", "show": "all", "sort": "number"})
    assert "vega" not in found.url.lower()
    assert "show=all" in found.url
    page = desk.get(found.url + "&sort=-name").content.decode()
    assert "Marisol Vega" in page
    assert "Volkov" not in page


def test_search_of_another_session_finds_nothing_by_its_key(desk, center):
    found = desk.post(reverse("client_search"), {"q": "Vega"})
    desk.logout()
    desk.force_login(center.users[Role.DIRECTOR])
    assert "Volkov" in desk.get(found.url).content.decode()
