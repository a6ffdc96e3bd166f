"""Closing a room."""

from datetime import date, time

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.centers.forms.staff import DateInput
from iop.core import wall_time


class TimeInput(forms.TimeInput):
    input_type = "time"


class ClosureForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DateInput)
    start = forms.TimeField(label=_("From"), required=False, widget=TimeInput, help_text=_("empty: the whole day"))
    end = forms.TimeField(label=_("To"), required=False, widget=TimeInput)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self):
        data = super().clean()
        start, end = minute_of(data.get("start"), 0), minute_of(data.get("end"), wall_time.MINUTES_PER_DAY)
        if end <= start:
            self.add_error("end", _("The end is before the start. Write the later time here."))
        if isinstance(data.get("day"), date):
            self._check_exists(data["day"], start, end)
        return {**data, "start_minute": start, "end_minute": end}

    def _check_exists(self, day: date, start: int, end: int) -> None:
        """On the day the clocks go forward an hour is missing."""
        for field, minute in (("start", start), ("end", end)):
            try:
                wall_time.instant(day, minute, self.zone)
            except wall_time.NoSuchTime:
                self.add_error(field, _("This time does not exist on that day: the clocks go forward. Choose another."))


def minute_of(value: time | None, otherwise: int) -> int:
    """Minute of the day of a typed time, or what an empty field means."""
    return otherwise if value is None else value.hour * 60 + value.minute
