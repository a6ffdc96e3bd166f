"""Who looked at a chart, who changed what, in words, for the director and the privacy officer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from iop.audit.looking import looked_at
from iop.audit.models import Event
from iop.audit.record import record
from iop.clients.models import Client, Relative, RelativeAvailability
from iop.core import clock
from iop.core.policy import Role

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.fixture
def officer(cast):
    visitor = Browser()
    visitor.force_login(cast.users[Role.PRIVACY_OFFICER])
    return visitor


def page(visitor, client, **query):
    return visitor.get(reverse("chart_audit", args=[client.public_id]), query)


def looks(client):
    return list(
        Event.objects.filter(action="chart_looked", client_id=client.pk).order_by("id").values_list("actor", "details")
    )


def test_a_look_is_one_event_for_ten_minutes_per_viewer_and_page(cast):
    therapist, director = cast.users[Role.THERAPIST], cast.users[Role.DIRECTOR]
    with cast.acting():
        for minutes, viewer, what in [
            (0, therapist, "plan"),
            (9, therapist, "plan"),
            (9, therapist, "chart"),
            (9, director, "plan"),
            (11, therapist, "plan"),
        ]:
            with clock.set_to(NOON + timedelta(minutes=minutes)):
                looked_at(cast.client, viewer, what)
        a, b = f"user:{therapist.pk}", f"user:{director.pk}"
        assert looks(cast.client) == [
            (a, {"page": "plan"}),
            (a, {"page": "chart"}),
            (b, {"page": "plan"}),
            (a, {"page": "plan"}),
        ]
        assert looks(cast.other_client) == []


def test_the_chart_audit_tells_looks_changes_and_deeds(cast, officer):
    with cast.acting(Role.THERAPIST):
        looked_at(cast.client, cast.users[Role.THERAPIST], "plan")
        Client.objects.filter(pk=cast.client.pk).update(pronouns="she/her", primary_therapist=cast.other_counselor)
        record("milestone_met", client=cast.client, reason="seen in group")
    text = " ".join(page(officer, cast.client).content.decode().split())
    assert "Marisol Vega" in text
    assert "Looked at: plan" in text
    assert "Changed: client" in text
    assert "<dt>Primary therapist</dt> <dd>was Carla Monte, is Otis Bell</dd>" in text
    assert "<dt>Pronouns</dt> <dd>she/her</dd>" in text
    assert "Milestone met" in text
    assert "seen in group" in text
    assert "Therapist Person" in text


def test_rows_below_the_plan_belong_to_the_chart(cast, officer):
    """An availability window of a relative has no client of its own."""
    of = {"organization": cast.organization}
    with cast.acting():
        relative = Relative.objects.create(**of, client=cast.client, name="Ana Vega", relation="sister")
        RelativeAvailability.objects.create(**of, relative=relative, weekday=1, start_minute=1080, end_minute=1140)
        kinds = Event.objects.filter(client_id=cast.client.pk, subject_type__startswith="clients_relative")
        assert sorted(kinds.values_list("subject_type", flat=True)) == [
            "clients_relative",
            "clients_relativeavailability",
        ]


def test_the_list_is_narrowed_by_person_and_kind(cast, officer):
    with cast.acting(Role.THERAPIST):
        looked_at(cast.client, cast.users[Role.THERAPIST], "plan")

    def shown(**query):
        return [row["words"] for row in page(officer, cast.client, **query).context["rows"]]

    therapist = cast.users[Role.THERAPIST].public_id
    assert shown(who=therapist) == ["Looked at: plan"]
    assert shown(kind="looked", who=therapist) == ["Looked at: plan"]
    assert shown(kind="changed", who=therapist) == []
    assert "Looked at: plan" not in shown(kind="changed")


def test_the_audit_itself_is_a_look(cast, officer):
    page(officer, cast.client)
    with cast.acting():
        assert looks(cast.client) == [(f"user:{cast.users[Role.PRIVACY_OFFICER].pk}", {"page": "chart audit"})]


def test_pages_hold_fifty_and_cost_the_same_however_long_the_history(cast, officer, django_assert_max_num_queries):
    with cast.acting():
        Client.objects.filter(pk=cast.client.pk).update(primary_therapist=cast.other_counselor)
    with django_assert_max_num_queries(25) as few:
        assert page(officer, cast.client).status_code == 200
    with cast.acting():
        for number in range(120):
            Client.objects.filter(pk=cast.client.pk).update(phone=f"555-{number:04}", primary_therapist=cast.director)
    with django_assert_max_num_queries(25) as many:
        answer = page(officer, cast.client)
    assert (len(answer.context["rows"]), answer.context["page"].paginator.num_pages > 2) == (50, True)
    assert len(own(many)) <= len(own(few)) <= 15  # the newest fifty name fewer kinds of rows than the admission did


def own(captured):
    """Without the session's, the account's and the transaction's statements."""
    beside = ("SAVEPOINT", "RELEASE", "django_session", 'accounts_user"."id" =', "set_config", "current_setting(")
    return [query["sql"] for query in captured if not any(word in query["sql"] for word in beside)]


def test_nobody_else_sees_it_and_other_centers_find_nothing(cast):
    answers = {}
    for role in Role:
        visitor = Browser()
        visitor.force_login(cast.users[role])
        answers[role] = page(visitor, cast.client).status_code
    assert answers == {role: 200 if role in (Role.DIRECTOR, Role.PRIVACY_OFFICER) else 404 for role in Role}
    outsider = Browser()
    outsider.force_login(cast.outsider)
    assert page(outsider, cast.client).status_code == 404
