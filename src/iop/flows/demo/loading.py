"""A demo file becomes a center in the present week: whole or not at all, as the app's own login, inside its organization."""

import json
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import sql

from iop.accounts.demo import DOMAIN, PASSWORD
from iop.accounts.models import User
from iop.centers.models import Organization
from iop.clients.models import Client
from iop.core import clock
from iop.flows.demo.cutting import happened
from iop.flows.demo.file import Line, read_text
from iop.flows.demo.fixed_ids import fixed_id
from iop.flows.demo.relative import Anchor
from iop.flows.demo.tables import Model, all_tables, booked_table, kind_of
from iop.flows.demo.unloading import FORMAT, public_id_of
from iop.flows.plans.tasks import propose_for_organization
from iop.flows.week.problem import fingerprint
from iop.plans.digest import digest_of
from iop.plans.models import PlanSignature, PlanVersion
from iop.schedule.models import Booking, CalendarEntry, Draft, SolveRun
from iop.tenancy.context import acting_for

ACTOR: Final = "system:demo"

Row = dict[str, Any]


def slug_of(key: str) -> str:
    return f"{key}-demo"


def is_loaded(key: str) -> bool:
    return Organization.objects.filter(slug=slug_of(key)).exists()


@transaction.atomic
def load(key: str, *, password: str | None = None) -> Organization:
    """The center of a program with everybody in it, as of now. `password` is a hash, made once for all accounts."""
    text = read_text(key)
    head = json.loads(text.split("\n", 1)[0])
    if head["format"] != FORMAT:
        raise ValueError(f"{key}: the demo file is of another format: {head['format']}")
    anchor = Anchor(clock.monday_of(clock.today(head["zone"])), head["zone"])
    lines = [json.loads(line) for line in anchor.unmarked(text).splitlines()[1:]]
    organization = Organization.objects.create(slug=slug_of(key), name=head["name"], time_zone=head["zone"])
    with acting_for(organization.pk, actor=ACTOR, purpose="demo"):
        Loading(organization, key, anchor, password or make_password(PASSWORD)).fill(lines)
    # What the morning's job would have found today is left to the job itself.
    propose_for_organization.defer(organization_id=organization.pk)
    return organization


class Loading:
    """One center on its way in. `keys`: each table's primary key by position in the file."""

    def __init__(self, organization: Organization, key: str, anchor: Anchor, password: str) -> None:
        self.organization, self.key, self.anchor, self.password = organization, key, anchor, password
        self.now = anchor.seconds(clock.now())
        self.keys: dict[Model, dict[int, int]] = {}

    def fill(self, lines: list[Line]) -> None:
        by_label = {line["table"]: _rows(line) for line in lines}
        events = by_label.pop("events")
        _give_runs_their_problems(by_label)
        for model in all_tables():
            self._table(model, by_label.get(model._meta.label, []))
        self._events(events)

    def _table(self, model: Model, rows: list[Row]) -> None:
        kept = {one: set(places) for one, places in self.keys.items()}
        found = happened(model, rows, kept, self.now)
        keys = _reserved(model, len(found))
        self.keys[model] = {place: key for (place, _), key in zip(found, keys, strict=True)}
        ready = [self._ready(model, place, row) for place, row in found]
        if model is PlanSignature:
            _sign_again(ready)
        _insert(model, ready)

    def _ready(self, model: Model, place: int, row: Row) -> Row:
        """The row as its table holds it, by column."""
        own = {field.column: self._value(field, row) for field in model._meta.concrete_fields}
        own["id"], own["organization_id"] = self.keys[model][place], self.organization.pk
        own["public_id"] = public_id_of(self.key, model, place, row.get("public_id", ""))
        if model is User:
            own["email"], own["password"] = f"{row['email']}@{self.key}{DOMAIN}", self.password
        elif model is Booking:
            own["resource_id"] = self.keys[booked_table(row["kind"])][row["resource_id"]]
        elif model is CalendarEntry:
            own["uid"] = fixed_id(self.key, "calendar", str(place)) + fixed_id(self.key, "entry", str(place))
        return own

    def _value(self, field: models.Field, row: Row) -> Any:
        """What the file says, or the field's default where it was written before the field was there."""
        if field.name not in row:
            return None if field.is_relation or field.has_db_default() else field.get_default()
        value = row[field.name]
        if value is None:
            return None
        kind = kind_of(field)
        if kind == "ref":
            return self.keys[field.related_model][value]
        if kind == "span":
            low, high = (self.anchor.moment(seconds).isoformat() for seconds in value)
            return f"[{low},{high})"
        if kind == "moment":
            return self.anchor.moment(value).isoformat()
        return self.anchor.day(value).isoformat() if kind == "day" else value

    def _events(self, rows: list[Row]) -> None:
        """What people did, by those who did it, as far as it has happened."""
        named = {model._meta.db_table: model for model in all_tables()}
        ready = [self._event(row, named) for row in rows if row["at"] <= self.now]
        _insert_into("audit_event", list(ready[0]) if ready else [], ready)

    def _event(self, row: Row, named: dict[str, Model]) -> Row:
        subject = self.keys[named[row["subject_type"]]].get(row["subject_id"]) if row["subject_type"] else None
        client = self.keys[Client].get(row["client_id"])
        actor = row["actor"] if isinstance(row["actor"], str) else f"user:{self.keys[User][row['actor']]}"
        return {
            **row,
            "organization_id": self.organization.pk,
            "at": self.anchor.moment(row["at"]).isoformat(),
            "actor": actor,
            "subject_id": "" if subject is None else str(subject),
            "client_id": "" if client is None else str(client),
        }


def _rows(line: Line) -> list[Row]:
    return [dict(zip(line["columns"], values, strict=True)) for values in line["rows"]]


def _give_runs_their_problems(by_label: dict[str, list[Row]]) -> None:
    """A run's problem is its draft's; both carry the digest of what it says in this week."""
    runs = by_label[SolveRun._meta.label]
    for draft in by_label[Draft._meta.label]:
        draft["fingerprint"] = fingerprint(draft["problem"])
        runs[draft["run"]] |= {"problem": draft["problem"], "fingerprint": draft["fingerprint"]}


def _sign_again(rows: list[Row]) -> None:
    """A digest covers dates and keys, which are others now: it is made anew from what the version says (docs/demo.md)."""
    versions = PlanVersion.objects.in_bulk([row["version_id"] for row in rows])
    for row in rows:
        row["digest"] = digest_of(versions[row["version_id"]])


def _reserved(model: Model, count: int) -> list[int]:
    """Keys nobody else can get, in order; the sequence goes on after them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _insert(model: Model, rows: list[Row]) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.has_db_default()]
    _insert_into(model._meta.db_table, columns, rows)


def _insert_into(table: str, columns: list[str], rows: list[Row]) -> None:
    """One statement a table. COPY would be refused under row security."""
    if not rows:
        return
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    statement = sql.SQL(
        "insert into {table} ({names}) select {names} from jsonb_populate_recordset(null::{table}, %s::jsonb)"
    ).format(table=sql.Identifier(table), names=names)
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
