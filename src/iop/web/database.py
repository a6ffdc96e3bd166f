"""Where the database is, read from the environment.

The app logs in as `iop_app`, who owns nothing; migrations run as the owner (`IOP_AS_OWNER=1`).
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

# A session without an organization must not even plan a statement on tables inside (tenancy/context.py turns it on).
UNTIL_AN_ORGANIZATION_IS_SET = "-c row_security=off"
POOL = {"min_size": 1, "max_size": 8, "timeout": 20}


class NoDatabase(RuntimeError):
    """DATABASE_URL is missing or unreadable."""


def from_environment() -> dict[str, object]:
    """Django's settings for the one database. Raises NoDatabase with what to do."""
    as_owner = os.environ.get("IOP_AS_OWNER") == "1"
    name = "DATABASE_OWNER_URL" if as_owner else "DATABASE_URL"
    url = os.environ.get(name)
    if not url:
        raise NoDatabase(f"{name} is not set: start with ./iop, which sets it")
    if as_owner:
        return from_url(url)
    found = from_url(url)
    found["OPTIONS"]["options"] = UNTIL_AN_ORGANIZATION_IS_SET
    if os.environ.get("IOP_POOL", "1") == "1":
        found["OPTIONS"]["pool"] = dict(POOL)
    return found


def from_url(url: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name?sslmode=require` as Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise NoDatabase("the database address must look like postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0,
        # A pooled connection may have died with its server: it is replaced, instead of failing somebody's next save.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
