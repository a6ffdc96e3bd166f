"""The three logins of a database, and the SQL that makes them.

iop_owner owns the database and its tables and runs migrations; iop_app is what the program logs in as: it owns nothing
and row-level security holds for it. The superuser belongs to the launcher or to the site's database administrator.
"""

SUPERUSER = "postgres"
OWNER = "iop_owner"
APP = "iop_app"
DATABASE = "iop"

LOGIN = """\
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;
END $$;
ALTER ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS {createdb} NOCREATEROLE NOREPLICATION PASSWORD {password};
"""
MAKE_DATABASE = """\
CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' {locale};
"""
# The owner gives each table's rights in the migration that makes the table; here only the way in.
RIGHTS = """\
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};
ALTER SCHEMA public OWNER TO {owner};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {app};
"""
PLAIN_LOCALE = "LOCALE 'C.UTF-8'"


def logins(owner_password: str, app_password: str, *, owner_makes_databases: bool = False) -> str:
    createdb = "CREATEDB" if owner_makes_databases else "NOCREATEDB"
    owner = LOGIN.format(role=OWNER, createdb=createdb, password=quoted(owner_password))
    return owner + LOGIN.format(role=APP, createdb="NOCREATEDB", password=quoted(app_password))


def database(locale: str = "") -> str:
    return MAKE_DATABASE.format(database=DATABASE, owner=OWNER, locale=locale)


def rights() -> str:
    """Run inside the database."""
    return RIGHTS.format(database=DATABASE, owner=OWNER, app=APP)


def for_an_administrator() -> str:
    """What `./iop manage roles` prints, to be read and run with psql by whoever runs the site's PostgreSQL."""
    return "\n".join(
        [
            "-- OpenIOP: logins and database. PostgreSQL 15 or newer, as an administrator, with psql.",
            "-- Put two long random passwords in place of the two below before running it.",
            logins("PUT-THE-OWNER-PASSWORD-HERE", "PUT-THE-APP-PASSWORD-HERE"),
            database(PLAIN_LOCALE),
            f"\\connect {DATABASE}",
            rights(),
            "-- Then start OpenIOP with:",
            f"--   DATABASE_URL=postgresql://{APP}:...@HOST:5432/{DATABASE}",
            f"--   DATABASE_OWNER_URL=postgresql://{OWNER}:...@HOST:5432/{DATABASE}",
        ]
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
