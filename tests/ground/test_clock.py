"""One clock for all clinical times: nothing reads the machine's or the database's time by itself."""

import ast
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection, models

from iop.audit.models import Event
from iop.audit.record import record
from iop.core import clock
from tests.databases import ROOT

SOURCE = ROOT / "src" / "iop"
# The clock itself; the stdlib command that starts processes; sessions and throttling, which guard machines and not care.
BESIDE = ("core/clock.py", "command/", "accounts/idle.py", "accounts/views.py", "accounts/proof.py")
READS_TIME = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"),
    ("timezone", "now"), ("timezone", "localdate"), ("time", "time"), ("functions", "Now"),
}  # fmt: skip
# The trail says when it was written, beside what the clock said.
DATABASE_TIMES = {("audit_event", "recorded_at"), ("audit_seal", "sealed_at")}


def calls(path):
    """(what, name) of every call like `what.name(...)`, and (None, name) of bare ones."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            yield getattr(owner, "id", getattr(owner, "attr", None)), node.func.attr, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield None, node.func.id, node


def sources():
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if not name.startswith(BESIDE) and "/tests/" not in name and "/migrations/" not in name:
            yield name, path


def test_no_code_reads_the_time_past_the_clock():
    found = [
        f"{name}:{node.lineno} {owner}.{called}"
        for name, path in sources()
        for owner, called, node in calls(path)
        if (owner, called) in READS_TIME or called in {"Now", "TransactionNow"}
    ]
    assert found == []


@pytest.mark.django_db
def test_no_column_takes_the_databases_time():
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            " and table_name !~ '^procrastinate' and column_default ~* '(now|timestamp|current_date|localtime)'"
            " and column_default !~ 'nextval'"
        )
        assert set(cursor.fetchall()) == DATABASE_TIMES


def test_no_field_fills_itself_with_the_time():
    automatic = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("iop.")
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or has_time_default(field)
    ]
    assert automatic == []


def has_time_default(field):
    return isinstance(field, models.DateField) and callable(field.default) and field.has_default()


def test_events_and_row_changes_carry_the_clocks_time(cast):
    moment = datetime(2031, 5, 1, 9, 30, tzinfo=UTC)
    with clock.set_to(moment), cast.acting():
        record("something")
        type(cast.client).objects.filter(pk=cast.client.pk).update(phone="1")
        assert set(Event.objects.filter(at=moment).values_list("action", flat=True)) == {"something", "row_update"}
        assert Event.objects.filter(at=moment, recorded_at__gte=moment).count() == 0
