"""One center cannot see, change, point into, or even collide with another."""

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from iop.accounts.models import User
from iop.centers.models import Organization, Room, Site, Staff
from iop.clients.models import Client
from iop.core.policy import Role
from iop.tenancy.context import NoOrganization, acting_for, organization_id
from tests.cast import client_of


@pytest.fixture
def other(cast):
    """The outsider's center."""
    return Organization.objects.get(pk=cast.outsider.organization_id)


@pytest.fixture
def nowhere(cast):
    """No organization set, as in a job that forgot: the session as it begins."""
    with connection.cursor() as cursor:
        yield cursor


@pytest.fixture
def half_set(cast):
    """Row security on, but no organization: somebody's own connection, without our settings."""
    with connection.cursor() as cursor:
        cursor.execute("set local row_security = on")
        yield cursor


def refused(sql, values=(), error=Error):
    """The database's own words for refusing."""
    with pytest.raises(error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(caught.value)


def test_another_center_is_not_read(cast, other):
    with cast.acting():
        assert Client.objects.count() == 2
    with acting_for(other.pk):
        assert Client.objects.count() == 0
        assert not Client.objects.filter(pk=cast.client.pk).exists()


def test_another_centers_rows_are_not_changed_or_deleted(cast, other):
    with acting_for(other.pk):
        assert Client.objects.filter(pk=cast.client.pk).update(first_name="X") == 0
        assert Client.objects.filter(pk=cast.client.pk).delete()[0] == 0
    with cast.acting():
        assert Client.objects.get(pk=cast.client.pk).first_name == "Marisol"


def test_a_row_cannot_be_written_into_another_center(cast, other):
    with acting_for(other.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Staff.objects.create(organization=cast.organization, key="x", first_name="A", last_name="B")


def test_a_row_cannot_be_moved_into_another_center(cast, other):
    with cast.acting(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Staff.objects.filter(pk=cast.director.pk).update(organization=other)


@pytest.mark.parametrize("column", ["primary_therapist_id", "site_id", "user_id"])
def test_a_reference_cannot_point_into_another_center(cast, other, column):
    """Foreign keys are checked without row security: the composite key refuses."""
    with acting_for(other.pk):
        foreign = {"primary_therapist_id": foreign_staff(other), "site_id": foreign_site(), "user_id": cast.outsider.pk}
    with cast.acting(), pytest.raises(IntegrityError, match=f"{column}_in_org"):
        point(cast.client, column, foreign[column])


def test_a_reference_inside_the_center_holds(cast):
    with cast.acting():
        Client.objects.filter(pk=cast.client.pk).update(primary_therapist_id=cast.other_counselor.pk)
        check_now()
        assert Client.objects.get(pk=cast.client.pk).primary_therapist_id == cast.other_counselor.pk


def test_two_centers_may_use_the_same_number_and_one_may_not(cast, other):
    """Unique checks see past row security: they must not tell one center what another holds."""
    with acting_for(other.pk):
        site = foreign_site_row()
        theirs = Client.objects.create(
            organization=other,
            number="1001",
            first_name="A",
            last_name="B",
            birth_date="1990-01-01",
            site=site,
            track="sud",
        )
        Client.objects.filter(pk=theirs.pk).update(public_id=cast.client.public_id)
        assert Client.objects.get().public_id == cast.client.public_id
    with cast.acting(), pytest.raises(IntegrityError, match="clients_client_number"), transaction.atomic():
        client_of(cast, "1001", "Second", "Person", cast.counselor, None)


def test_names_are_searched_inside_the_center_only(cast, other):
    with acting_for(other.pk):
        assert list(Client.objects.named("Vega")) == []
    with cast.acting():
        assert [client.name for client in Client.objects.named("vEg")] == ["Marisol Vega"]
        assert [client.name for client in Client.objects.named("ega")] == []


FORGOTTEN = {
    "a read": "select * from clients_client",
    "a count": "select count(*) from clients_client",
    "a table without rows": "select * from safety_disposition",
    "a filter nothing matches": "select * from clients_client where id = -1",
    "a filter that is never true": "select * from clients_client where false and id = 1",
    "an inner join": "select * from centers_organization o join clients_client c on c.organization_id = o.id",
    "a join from an empty table": "select * from axes_accesslog a join clients_client c on c.id = a.id",
    "an outer join": "select * from centers_organization o left join clients_client c on c.organization_id = o.id",
    "an outer join from an empty table": "select * from axes_accesslog a left join clients_client c on c.id = a.id",
    "a lateral join": "select * from centers_organization o, lateral (select * from clients_client c where c.id = o.id) x",
    "exists": "select exists (select from clients_client where id = -1)",
    "in a subquery": "select * from centers_organization where id in (select organization_id from safety_safetytask)",
    "a common table expression": "with c as (select * from clients_client) select * from c",
    "a union": "select id from centers_organization union select id from clients_client",
    "an update": "update clients_client set track = 'mh' where id = -1",
    "a delete": "delete from clients_client where id = -1",
    "the trail": "select * from audit_event where id = -1",
    "the seals": "select * from audit_seal where id = -1",
}


@pytest.mark.parametrize("sql", FORGOTTEN.values(), ids=FORGOTTEN.keys())
def test_a_forgotten_organization_raises_and_never_answers_nothing(nowhere, sql):
    assert "row-level security" in refused(sql)


@pytest.mark.parametrize("table", ["clients_client", "audit_event", "safety_safetytask"])
def test_the_policy_itself_raises_where_a_row_would_have_been_hidden(half_set, table):
    """The second line: without our session settings a row that exists is an error, not an omission."""
    assert "no organization is set" in refused(f"select * from {table}")


def test_every_table_inside_raises_without_an_organization(nowhere):
    nowhere.execute(
        "select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace order by 1"
    )
    tables = [row[0] for row in nowhere.fetchall()]
    assert len(tables) > 50
    for table in tables:
        assert "row-level security" in refused(f"select 1 from {table} where id = -1"), table


def test_a_write_without_an_organization_raises(nowhere, cast):
    words = refused("insert into centers_site (organization_id, public_id) values (%s, 'x')", [cast.organization.pk])
    assert "row-level security" in words


def test_querysets_raise_too(nowhere):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        list(Room.objects.filter(pk=-1))


def test_asking_for_the_organization_raises_when_there_is_none(nowhere):
    with pytest.raises(NoOrganization):
        organization_id()


def test_nested_use_restores_what_was_set(cast, other):
    with cast.acting(Role.THERAPIST):
        with acting_for(other.pk, actor="system:x", purpose="inner"):
            assert (organization_id(), Client.objects.count()) == (other.pk, 0)
        assert (organization_id(), Client.objects.count()) == (cast.organization.pk, 2)
        assert setting("app.actor") == f"user:{cast.users[Role.THERAPIST].pk}"
        assert setting("app.purpose") == ""


def test_an_error_inside_restores_what_was_set(cast, other):
    with cast.acting():
        with pytest.raises(ZeroDivisionError), acting_for(other.pk):
            raise ZeroDivisionError
        assert (organization_id(), Client.objects.count()) == (cast.organization.pk, 2)


def test_a_database_error_inside_restores_what_was_set(cast, other):
    with cast.acting():
        with pytest.raises(Error), acting_for(other.pk):
            connection.cursor().execute("select 1 / 0")
        assert (organization_id(), Client.objects.count()) == (cast.organization.pk, 2)


def test_the_setting_ends_with_the_transaction(center):
    with acting_for(center.pk):
        assert organization_id() == center.pk
    with pytest.raises(NoOrganization):
        organization_id()
    assert setting("app.actor") == ""


def test_an_account_is_found_before_any_organization_is_known(nowhere, cast):
    assert User.objects.get(email=cast.outsider.email) == cast.outsider


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        return cursor.fetchone()[0]


def point(client, column, value):
    with transaction.atomic():
        Client.objects.filter(pk=client.pk).update(**{column: value})
        check_now()


def check_now():
    """Keys are checked at commit; the tests do not commit."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def foreign_staff(other):
    return Staff.objects.create(organization=other, key="theirs", first_name="A", last_name="B").pk


def foreign_site_row():
    return Site.objects.first()


def foreign_site():
    return foreign_site_row().pk
