"""A measure prints what it measured, and says by how much a limit was passed."""

import os
from types import SimpleNamespace

import pytest
from bench.asked import Asked, statements
from bench.memory import by_program, descendants
from bench.pages import PLAIN, judge
from bench.table import Table
from django.db import connection

from bench import __main__ as bench
from iop.centers.models import Organization


def test_table_prints_every_row_and_what_is_over():
    table = Table("solve", ("", "seconds"))
    table.row("small week", 3.5)
    table.row("large week", 21.5)

    table.at_most("small week", 3.5, 20, "s")
    table.at_most("large week", 21.5, 20, "s")

    assert table.over == ["large week: 21.5 s, 1.5 s over the limit of 20"]
    assert table.text().splitlines()[-4:] == [
        "small week      3.5",
        "large week     21.5",
        "-------------------",
        "OVER: large week: 21.5 s, 1.5 s over the limit of 20",
    ]


@pytest.mark.parametrize(("over", "status"), [([], 0), (["too slow"], 1)])
def test_status_tells_whether_a_limit_was_passed(monkeypatch, capsys, over, status):
    measured = Table("found", ("",), over=over)
    monkeypatch.setattr(bench.database, "ready", lambda: None)
    monkeypatch.setattr(bench.importlib, "import_module", lambda name: SimpleNamespace(measure=lambda: measured))

    assert bench.main(["memory"]) == status
    assert measured.text() in capsys.readouterr().out


def test_unknown_measure_is_said_and_nothing_runs(capsys):
    assert bench.main(["speed"]) == 2
    assert "No measure is called speed" in capsys.readouterr().out


def test_statements_hold_what_was_asked_but_not_the_tenant(cast):
    with statements() as found, cast.acting():
        list(Organization.objects.order_by("pk"))
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.organization')")

    assert ["centers_organization" in asked.sql for asked in found] == [True]


def test_page_that_asks_more_with_more_clients_is_named_with_the_line_that_asks():
    once, again = Asked("select 1", "board/care.py:10"), Asked("select 2", "board/care.py:20")
    table = Table("pages", ("page",))

    judge(table, PLAIN, [once, again], [once, again, again, again])

    assert table.over == ["account: 2 queries with few clients, 4 with many"]
    assert table.notes == ["  account: 2 more from board/care.py:20"]


def test_memory_counts_this_process_among_its_own():
    assert os.getpid() in descendants(os.getpid())
    assert all(size > 0 for sizes in by_program(os.getpid()).values() for size in sizes)
