"""A center's rows become lines: references as positions, days from the Monday, moments as wall time, ids that last."""

import json
import re
from typing import Any

from django.db import models

from iop.accounts.models import User
from iop.audit.models import Event
from iop.flows.demo.fixed_ids import NAMED_BY, fixed_id
from iop.flows.demo.joining import Center
from iop.flows.demo.relative import Anchor
from iop.flows.demo.tables import Model, all_tables, booked_table, columns, kind_of
from iop.schedule.models import Booking, CalendarEntry, SolveRun

FORMAT = "iop-demo/1"
PUBLIC_ID = re.compile(r"(?<![\w-])[\w-]{12}(?![\w-])")
EVENT = ("at", "actor", "action", "subject_type", "subject_id", "client_id", "reason", "details")
KEPT_ELSEWHERE = {(SolveRun, "problem"), (SolveRun, "fingerprint"), (CalendarEntry, "uid")}
"""The draft holds the problem of its run; the others are derived when loading."""

Line = dict[str, Any]


class Unloading:
    """One center on its way out. `places`: each table's position by primary key."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self.key = center.program.key
        self.anchor = Anchor(center.monday, center.program.time_zone)
        self.rows = {model: self._rows(model) for model in all_tables()}
        self.places = {model: {row.pk: n for n, row in enumerate(rows)} for model, rows in self.rows.items()}
        self.ids = dict(self._renamed())

    def _rows(self, model: Model) -> list[models.Model]:
        return list(model.objects.filter(organization_id=self.center.program.organization_id).order_by("pk"))

    def _renamed(self):
        """Ids drawn while building, and those that last."""
        for model, rows in self.rows.items():
            for place, row in enumerate(rows):
                yield row.public_id, public_id_of(self.key, model, place, row.public_id)

    def lines(self) -> list[Line]:
        organization = self.center.program.organization
        head = {"format": FORMAT, "program": self.key, "name": organization.name, "zone": organization.time_zone}
        return [head, *(self._table(model) for model in self.rows if self.rows[model]), self._events()]

    def _table(self, model: Model) -> Line:
        fields = [field for field in columns(model) if (model, field.name) not in KEPT_ELSEWHERE]
        rows = [[self._value(row, field) for field in fields] for row in self.rows[model]]
        return {"table": model._meta.label, "columns": [field.name for field in fields], "rows": self._said(rows)}

    def _value(self, row: models.Model, field: models.Field) -> Any:
        value = getattr(row, field.attname)
        if isinstance(row, User) and field.name == "email":
            return value.split("@")[0]
        if isinstance(row, Booking) and field.name == "resource_id":
            return self.places[booked_table(row.kind)][value]
        return None if value is None else WRITTEN[kind_of(field)](self, field, value)

    def _ref(self, field: models.Field, value: int) -> int:
        return self.places[field.related_model][value]

    def _span(self, field: models.Field, value) -> list[int]:
        return [self.anchor.seconds(value.lower), self.anchor.seconds(value.upper)]

    def _events(self) -> Line:
        """What people and jobs did. The trail of rows is written anew by the database when loading."""
        found = Event.objects.filter(organization_id=self.center.program.organization_id)
        rows = [self._event(event) for event in found.exclude(action__startswith="row_").order_by("at", "id")]
        return {"table": "events", "columns": list(EVENT), "rows": self._said(rows)}

    def _event(self, event: Event) -> list[Any]:
        named = {model._meta.db_table: model for model in self.rows}
        user = self.places[User].get(int(event.actor[5:])) if event.actor.startswith("user:") else None
        client = self.places[named["clients_client"]].get(int(event.client_id)) if event.client_id else None
        subject = self.places[named[event.subject_type]].get(int(event.subject_id)) if event.subject_type else None
        actor = event.actor if user is None else user
        at = self.anchor.seconds(event.at)
        return [at, actor, event.action, event.subject_type, subject, client, event.reason, event.details]

    def _said(self, rows: list[list[Any]]) -> list[list[Any]]:
        """Lasting ids and counted days, also inside texts and JSON."""
        text = json.dumps(rows, ensure_ascii=False)
        renamed = PUBLIC_ID.sub(lambda match: self.ids.get(match[0], match[0]), text)
        return json.loads(self.anchor.marked(renamed))


WRITTEN = {
    "ref": Unloading._ref,
    "moment": lambda self, field, value: self.anchor.seconds(value),
    "day": lambda self, field, value: self.anchor.days(value),
    "span": Unloading._span,
    "plain": lambda self, field, value: value,
}


def public_id_of(key: str, model: Model, place: int, own: str = "") -> str:
    """The lasting id of a row: its own where it was named before the first solve."""
    return own if model in NAMED_BY else fixed_id(key, model._meta.db_table, str(place))


def unload(center: Center) -> list[Line]:
    """All lines of the center's file."""
    return Unloading(center).lines()
