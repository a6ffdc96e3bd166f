"""Many centers, one small pool, raw SQL from many threads: nobody ever reads another center's row.

Half of the turns end badly on purpose (rolled back, or by an error), since it is there that settings are forgotten.
"""

import os
import random
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from iop.centers.models import Staff
from iop.tenancy.context import acting_for
from iop.web.database import UNTIL_AN_ORGANIZATION_IS_SET
from tests.ground.conftest import new_center

ORGANIZATIONS = 4
THREADS = 6
CONNECTIONS = 3
READS = 100_000
# Reads in one transaction, as a page makes them; each is a statement of its own and is looked at by itself.
READS_IN_A_TURN = 50

WAYS = (
    "select organization_id from centers_staff",
    "select organization_id from audit_event where action = 'row_insert' order by id desc limit 3",
    "select s.organization_id from centers_organization o join centers_staff s on s.organization_id = o.id",
    "select organization_id from centers_staff where organization_id <> (select iop_current_org())",
    "update centers_staff set title = 'x' where organization_id = %(other)s returning organization_id",
)


@pytest.fixture
def organizations(committed):
    made = [new_center().pk for _ in range(ORGANIZATIONS)]
    for organization in made:
        with acting_for(organization, actor="test"):
            Staff.objects.create(organization_id=organization, key="one", first_name="A", last_name="B")
    return made


@pytest.fixture
def pool(committed):
    options = {"options": UNTIL_AN_ORGANIZATION_IS_SET}
    with ConnectionPool(
        os.environ["DATABASE_URL"], kwargs=options, min_size=CONNECTIONS, max_size=CONNECTIONS
    ) as shared:
        yield shared


def test_a_hundred_thousand_reads_leak_nothing(organizations, pool):
    turns = READS // READS_IN_A_TURN
    with ThreadPoolExecutor(THREADS) as threads:
        counted = list(threads.map(lambda number: turn(pool, organizations, number), range(turns)))
    reads, rows, leaks, answered_without = (sum(part) for part in zip(*counted, strict=True))
    assert (reads, leaks, answered_without) == (READS, 0, 0)
    assert rows > READS / 2  # the reads did find what they may find


def turn(pool, organizations, number):
    """(reads, rows seen, rows of others seen, answers without an organization)"""
    chance = random.Random(number)
    mine, other = chance.sample(organizations, 2)
    seen = []
    with pool.connection() as connection:
        answered = forgot(connection) if number % 10 == 0 else 0
        try:
            with connection.transaction():
                set_organization(connection, mine)
                for _ in range(READS_IN_A_TURN):
                    seen += connection.execute(chance.choice(WAYS), {"other": other}).fetchall()
                end(connection, number)
        except psycopg.errors.DivisionByZero:
            assert number % 4 == 1
    return READS_IN_A_TURN, len(seen), sum(row[0] != mine for row in seen), answered


def set_organization(connection, organization):
    connection.execute(
        "select set_config('row_security', 'on', true), set_config('app.organization', %s, true)", [str(organization)]
    )


def forgot(connection):
    """Whoever gets a connection back from somebody else and sets nothing gets no answer; 1 when there was one."""
    try:
        connection.execute("select count(*) from centers_staff")
    except psycopg.errors.InsufficientPrivilege:
        return 0
    finally:
        connection.rollback()
    return 1


def end(connection, number):
    """Every fourth turn commits nothing, every fourth ends by an error."""
    if number % 4 == 0:
        raise psycopg.Rollback
    if number % 4 == 1:
        connection.execute("select 1 / 0")
