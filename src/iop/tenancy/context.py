"""The organization and the actor of the present transaction.

They live in PostgreSQL settings that end with the transaction, so a pooled connection can never carry them on.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from iop.core import clock

# Sessions begin with row_security off (web/database.py): then PostgreSQL refuses to plan any statement that touches a
# table inside, whatever it would have found. Only with an organization is it switched on.
SETTINGS = ("row_security", "app.organization", "app.actor", "app.purpose", "app.at")


class NoOrganization(RuntimeError):
    """Somebody asked for an organization's rows without saying which organization."""


@contextmanager
def acting_for(organization_id: int, *, actor: object = None, purpose: str = "") -> Iterator[None]:
    """Open a transaction in which the organization's rows can be seen and changed.

    `actor` is a user, or a word such as "system:sealer"; the audit trail names it. Nested use restores what was set before.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _read(cursor) if nested else None
        _write(cursor, ("on", str(organization_id), actor_name(actor), purpose, clock.now().isoformat()))
        yield
        # An outermost block needs no care: its settings end with the transaction; an undone one restores them itself.
        if before is not None and not transaction.get_rollback():
            _write(cursor, before)


def organization_id() -> int:
    """The organization of this transaction. Raises NoOrganization when none is set."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.organization', true)")
        value = cursor.fetchone()[0]
    if not value:
        raise NoOrganization("no organization is set for this transaction")
    return int(value)


def actor_name(actor: object) -> str:
    """How the audit trail names an actor: "user:12" or the word itself."""
    if actor is None:
        return ""
    pk = getattr(actor, "pk", None)
    return f"user:{pk}" if pk is not None else str(actor)


def _read(cursor) -> tuple[str, ...]:
    cursor.execute("select " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS))
    return cursor.fetchone()


def _write(cursor, values: tuple[str, ...]) -> None:
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
    cursor.execute(f"select {calls}", values)
