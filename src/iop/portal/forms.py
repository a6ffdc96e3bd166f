"""What a client chooses about their calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.schedule.models import CalendarFeed

DEFAULT_TITLE = CalendarFeed._meta.get_field("title").default


class CalendarForm(forms.Form):
    """How entries look to whoever sees the client's phone."""

    title = forms.CharField(
        label=_("What each entry is called"),
        help_text=_("The only word that is shown. Choose one you do not mind others reading."),
        max_length=CalendarFeed._meta.get_field("title").max_length,
        initial=DEFAULT_TITLE,
        error_messages={"required": _("Write a word or two, such as Appointment.")},
    )
    shows_place = forms.BooleanField(label=_("Show where it is"), required=False)
