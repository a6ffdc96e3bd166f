"""Events in words a privacy officer can read: what was done, and each changed fact before and after."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.audit.models import Event
from iop.core.wall_time import clock_words

LOOKED = "chart_looked"
ROW_WORDS = {
    "row_insert": gettext_lazy("Added: %(what)s"),
    "row_update": gettext_lazy("Changed: %(what)s"),
    "row_delete": gettext_lazy("Removed: %(what)s"),
}
# They say nothing to a reader: keys, and names as they are searched.
UNSAID = {"id", "organization_id", "public_id", "client_id", "folded_name", "folded_last"}
LONGEST = 160

Names = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Change:
    what: str
    before: str
    after: str


def tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


def said(event: Event) -> str:
    """What was done, in a few words."""
    if event.action == LOOKED:
        return _("Looked at: %(page)s") % {"page": (event.details or {}).get("page", "")}
    if event.action in ROW_WORDS:
        model = tables().get(event.subject_type)
        return ROW_WORDS[event.action] % {"what": model._meta.verbose_name if model else event.subject_type}
    return capfirst(event.action.replace("_", " "))


def changes(event: Event, names: Names) -> list[Change]:
    """Before and after of each changed fact. An action that is no change of a row tells its details."""
    before, after = event.before or {}, event.after or event.details or {}
    if event.action == LOOKED:
        return []
    fields = _fields(event.subject_type) if event.action in ROW_WORDS else {}
    keys = [key for key in [*before, *(key for key in after if key not in before)] if key not in UNSAID]
    return [
        Change(
            _label(fields.get(key), key),
            _value(fields.get(key), before, key, names),
            _value(fields.get(key), after, key, names),
        )
        for key in keys
        if before.get(key) not in (None, "") or after.get(key) not in (None, "")
    ]


def references(events: Iterable[Event]) -> dict[type[models.Model], set[int]]:
    """Rows of other tables that the changes name, to be looked up at once."""
    found: dict[type[models.Model], set[int]] = {}
    for event in events:
        fields = _fields(event.subject_type) if event.action in ROW_WORDS else {}
        for values in (event.before or {}, event.after or {}):
            for key, field in fields.items():
                if field.is_relation and key not in UNSAID and values.get(key) is not None:
                    found.setdefault(field.related_model, set()).add(values[key])
    return found


def _fields(table: str) -> dict[str, models.Field]:
    model = tables().get(table)
    return {field.column: field for field in model._meta.concrete_fields} if model else {}


def _label(field: models.Field | None, key: str) -> str:
    return capfirst(str(field.verbose_name) if field else key.replace("_", " "))


def _value(field: models.Field | None, values: Mapping[str, object], key: str, names: Names) -> str:
    value = values.get(key)
    if value in (None, "", [], {}):
        return ""
    if field is not None and field.is_relation:
        kind = field.related_model._meta
        return names.get((kind.db_table, value), f"{kind.verbose_name} {value}")
    return _plain(field, key, value)


def _plain(field: models.Field | None, key: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return formats.date_format(timezone.localtime(parse_datetime(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return formats.date_format(parse_date(value))
    if key.endswith("_minute") and isinstance(value, int):
        return clock_words(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return _short(value if isinstance(value, str) else json.dumps(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."
