"""Attendance said in words, the same everywhere."""

from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from iop.core.wall_time import clock_words

STATE_WORDS = {
    "present": gettext_lazy("Present"),
    "late": gettext_lazy("Late"),
    "left_early": gettext_lazy("Left early"),
    "no_show": gettext_lazy("No-show"),
    "excused": gettext_lazy("Excused"),
    "cancelled_by_program": gettext_lazy("Cancelled by program"),
}
PHONE_WORDS = {**STATE_WORDS, "left_early": pgettext_lazy("left early, short", "Left")}
KEYS = {"present": "p", "late": "l", "left_early": "e", "no_show": "n", "excused": "x"}


class Marked(Protocol):
    state: str
    arrived: int | None
    left: int | None
    counted_minutes: int


def in_words(row: Marked | None) -> str:
    """ "Late, 18:12 to 19:30" or "not marked"."""
    if row is None:
        return _("not marked")
    word = str(STATE_WORDS[row.state])
    if row.arrived is None or row.left is None or row.state == "present":
        return word
    return f"{word}, " + _("%(arrived)s to %(left)s") % {
        "arrived": clock_words(row.arrived),
        "left": clock_words(row.left),
    }


def minutes_words(row: Marked | None) -> str:
    """What stands in the minutes column."""
    if row is None:
        return _("not marked yet")
    if row.state == "excused":
        return _("0 min, told before")
    if row.state == "cancelled_by_program":
        return _("not held")
    return str(row.counted_minutes)
