"""What the database holds of attendance, seen from above: row-level security can hide nothing half written."""

from dataclasses import dataclass, field

import psycopg

from iop.command import roles
from tests.drills.instance import Instance

ROWS = """
select a.id::text, s.public_id, c.public_id, a.revision, a.state, a.arrived, a."left"
from attendance_attendance a join schedule_session s on s.id = a.session_id join clients_client c on c.id = a.client_id
"""
EVENTS = """
select subject_id, action, transaction, (details ->> 'revision')::int, (after ->> 'revision')::int, details ->> 'state'
from audit_event where subject_type = 'attendance_attendance' order by id
"""
Said = tuple[int, str]
"""A revision and the word marked with it."""


@dataclass
class Row:
    """One attendance row with its events: deeds by transaction, and what the trigger saw by transaction."""

    session: str
    client: str
    revision: int
    state: str
    arrived: int | None
    left: int | None
    deeds: dict[int, Said] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)

    def is_whole(self) -> bool:
        """Every revision was written once, by one transaction that holds the deed and the change of the row."""
        written = {transaction: revision for transaction, (revision, _) in self.deeds.items()}
        return written == self.changes and sorted(written.values()) == list(range(1, self.revision + 1))


@dataclass(frozen=True)
class Trail:
    rows: dict[tuple[str, str], Row]
    """By session and client."""
    orphans: list[str]
    """Rows that events speak of and that are not there."""


def read(instance: Instance) -> Trail:
    with psycopg.connect(instance.database_url(roles.SUPERUSER)) as connection:
        rows = {identity: Row(*rest) for identity, *rest in connection.execute(ROWS)}
        events = connection.execute(EVENTS).fetchall()
    orphans = [subject for subject, *_ in events if subject not in rows]
    for subject, action, transaction, marked, changed, state in events:
        if subject in rows and action == "attendance_marked":
            rows[subject].deeds[transaction] = (marked, state)
        elif subject in rows:
            rows[subject].changes[transaction] = changed
    return Trail({(row.session, row.client): row for row in rows.values()}, orphans)
