"""Refuses to start on a login for which row-level security would not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

OLDEST_SERVER = 150000  # PostgreSQL 15, as server_version_num counts
CONNECT_SECONDS = 10

# Reached through membership too: such a login may become the stronger one at any time.
POWERS = """
select coalesce(bool_or(role.rolsuper), false), coalesce(bool_or(role.rolbypassrls), false),
  (select count(*) from pg_class
   where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
     and pg_has_role(current_user, relowner, 'member'))
from pg_roles role
where pg_has_role(current_user, role.oid, 'member')
"""


@dataclass(frozen=True)
class Login:
    """What a login may do, as the server says."""

    name: str
    server: int
    superuser: bool
    bypasses: bool
    owned_tables: int


def refusals(app_url: str) -> list[str]:
    """Why the app must not log in with this address; empty when all is well."""
    try:
        return list(reasons(look_up(app_url)))
    except psycopg.Error as error:
        return [f"DATABASE_URL does not let us in: {str(error).strip()}"]


def look_up(app_url: str) -> Login:
    with psycopg.connect(app_url, connect_timeout=CONNECT_SECONDS) as connection:
        superuser, bypasses, owned = connection.execute(POWERS).fetchall()[0]
        return Login(connection.info.user, connection.info.server_version, superuser, bypasses, owned)


def reasons(login: Login) -> Iterator[str]:
    if login.server < OLDEST_SERVER:
        yield f"the server is PostgreSQL {login.server // 10000}; OpenIOP needs 15 or newer"
    if login.superuser:
        yield f"the login {login.name} is a superuser or may become one: row-level security would not hold for it"
    if login.bypasses:
        yield f"the login {login.name} bypasses row-level security (BYPASSRLS, its own or a role's it belongs to)"
    if login.owned_tables:
        yield f"the login {login.name} owns {login.owned_tables} tables: an owner may switch row-level security off"
