"""Weekly windows, hours and services as people say them."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from iop.core.wall_time import clock_words

register = template.Library()


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
def service_name(key: str, definition) -> str:
    return definition.service(key).name
