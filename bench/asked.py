"""Which statements a page asked, and which line of ours asked them."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

import iop

SOURCES = Path(iop.__file__).parent
OURS_BUT_ONLY_PASSING_ON = ("web/access.py", "web/health.py", "web/tenant.py", "accounts/idle.py", "tenancy/context.py")
GROUND = ("set_config", "current_setting", "SAVEPOINT", "django_session", '"accounts_user"."id" =')
"""Session and tenant statements: who is signed in, and for which organization. Every page has them."""
LONGEST = 90


@dataclass(frozen=True)
class Asked:
    """One statement, and the innermost line of ours above it (a template's lazy read shows the line that renders)."""

    sql: str
    line: str

    @property
    def words(self) -> str:
        start = max(self.sql.find(" FROM "), 0)
        return f"{self.line}  {' '.join(self.sql[start:].split())[:LONGEST]}"


@contextmanager
def statements() -> Iterator[list[Asked]]:
    """Fills while the block runs; session and tenant statements are left out."""
    found: list[Asked] = []

    def note(execute: Callable, sql: str, *rest: object) -> object:
        if not any(word in sql for word in GROUND):
            found.append(Asked(sql, line_of_ours()))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def line_of_ours() -> str:
    for frame in reversed(traceback.extract_stack()):
        path = Path(frame.filename)
        if path.is_relative_to(SOURCES):
            name = path.relative_to(SOURCES).as_posix()
            if name not in OURS_BUT_ONLY_PASSING_ON:
                return f"{name}:{frame.lineno}"
    return "outside our sources"
