"""What the triggers write, what they never write, and that the app cannot rewrite it."""

import pytest
from django.db import Error, connection, transaction

from iop.audit.models import Event
from iop.clients.models import Client
from iop.core.policy import Role
from iop.schedule.actions.feeds import make_feed
from iop.schedule.models import Draft
from tests.attendance.released import release_of
from tests.cast import Cast
from tests.ground.addresses import monday


@pytest.fixture
def inside(cast):
    with cast.acting(Role.THERAPIST):
        yield cast


def newest(table):
    return Event.objects.filter(subject_type=table, action__startswith="row_").order_by("-id").first()


def test_a_bulk_update_leaves_one_event_a_row_with_who_and_both_values(inside):
    before = Event.objects.filter(action="row_update").count()
    assert Client.objects.update(pronouns="they/them") == 2
    events = Event.objects.filter(action="row_update", subject_type="clients_client")
    assert Event.objects.filter(action="row_update").count() == before + 2
    assert {event.client_id for event in events} == {str(inside.client.pk), str(inside.other_client.pk)}
    assert {event.actor for event in events} == {f"user:{inside.users[Role.THERAPIST].pk}"}
    assert [(event.before, event.after) for event in events] == [({"pronouns": ""}, {"pronouns": "they/them"})] * 2


def test_raw_sql_is_caught_too(inside):
    with connection.cursor() as cursor:
        cursor.execute("update clients_client set phone = '555' where id = %s", [inside.client.pk])
    event = newest("clients_client")
    assert (event.subject_id, event.before, event.after) == (str(inside.client.pk), {"phone": ""}, {"phone": "555"})


def test_an_update_that_changes_nothing_leaves_nothing(inside):
    count = Event.objects.count()
    Client.objects.update(phone="")
    assert Event.objects.count() == count


def test_secrets_never_enter_before_and_after(inside):
    feed, _token = make_feed(inside.client, title="Appointment", shows_place=False)
    assert feed.token_hash not in str(list(Event.objects.values_list("before", "after", "details")))
    assert "token_hash" not in newest("schedule_calendarfeed").after


def test_a_solved_week_is_kept_as_its_digest(inside: Cast):
    draft = release_of(inside, monday(inside)).draft
    Draft.objects.filter(pk=draft.pk).update(solution={"sessions": [{"id": f"s{n}", "start": n} for n in range(2000)]})
    event = newest("schedule_draft")
    assert sorted(event.after["solution"]) == ["bytes", "sha256"]
    assert (event.before["solution"], event.after["solution"]["bytes"] > 8192) == ({}, True)


@pytest.mark.parametrize(
    "sql",
    [
        "update audit_event set actor = 'nobody'",
        "delete from audit_event",
        "truncate audit_event",
        "update audit_seal set chain = ''",
        "delete from audit_seal",
        "alter table audit_event disable trigger all",
        "set session_replication_role = replica",
        "drop policy tenant on audit_event",
    ],
)
def test_the_app_cannot_rewrite_the_trail(inside, sql):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_app_cannot_choose_when_and_where_it_wrote(inside):
    """A forged event cannot be put into time that is sealed already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_event (organization_id, at, recorded_at, cluster, transaction, action)"
            " values (iop_current_org(), now(), '2020-01-01', 1, 1, 'forged') returning"
            " recorded_at > now() - interval '1 hour', cluster = iop_cluster(),"
            " transaction = pg_current_xact_id()::text::bigint"
        )
        assert cursor.fetchone() == (True, True, True)
