"""Weekly windows, hours and services as people say them."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from iop.core.wall_time import clock_words

register = template.Library()

LONGEST_LETTERS = 5
"""A credential code that is longer is no row of letters."""


@register.filter
def as_hours(minutes: int) -> str:
    """540 minutes is "9", 570 is "9.5"."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


@register.filter
def hours_of(row) -> str:
    """A row's minutes of the day: "9:00 to 12:00"."""
    if (row.start_minute, row.end_minute) == (0, 1440):
        return _("the whole day")
    return _("%(start)s to %(end)s") % {"start": clock_words(row.start_minute), "end": clock_words(row.end_minute)}


@register.filter
def weekly_window(window) -> str:
    return f"{WEEKDAYS[window.weekday]}, {hours_of(window)}"


@register.filter
def weekly_meeting(meeting) -> str:
    start = clock_words(meeting.start_minute)
    return f"{WEEKDAYS[meeting.weekday]} {start}: {meeting.name} ({meeting.fellowship})"


@register.filter
def credential_word(code: str) -> str:
    """Letters stay letters ("LCSW", "MT-BC"), words become words ("case manager")."""
    return code.upper().replace("_", "-") if len(code) <= LONGEST_LETTERS else code.replace("_", " ")


@register.filter
def rung_name(key: str, definition) -> str:
    names = (rung.name for ladder in definition.ladders for rung in ladder.rungs if rung.key == key)
    return next(names, key)


@register.filter
def features_words(features: list[str]) -> str:
    return ", ".join(feature.replace("_", " ") for feature in features)


@register.filter
def meeting_names(meetings) -> str:
    """Each name once, however many evenings it is held."""
    return ", ".join(dict.fromkeys(meeting.name for meeting in meetings))


@register.filter
def service_name(key: str, definition) -> str:
    return definition.service(key).name
