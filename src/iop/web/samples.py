"""What the page "States and components" shows: invented rows, a form with a mistake, a chart with a gap."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROWS_PER_PAGE = 2
FREE_HALF_HOURS = tuple(f"{day}-{minute}" for day in range(3) for minute in range(18 * 60, 20 * 60, 30))
CLIENTS = (
    ("Marisol Vega", "Fort Lauderdale", "9.0", "12"),
    ("Owen Pryce", "Margate", "3.0", "12"),
    ("Tanya Brooks", "Cincinnati", None, "12"),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    free_from = forms.CharField(
        label=_("Monday, free from"),
        help_text=_("Like 17:00 to 18:00"),
        widget=forms.TextInput(attrs={"class": "w-name"}),
    )
    start = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    site = forms.ChoiceField(label=_("Site"), choices=[("fl", "Fort Lauderdale"), ("mg", "Margate")])
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=[("en", _("English")), ("es", _("Spanish"))], widget=forms.CheckboxSelectMultiple
    )
    at_home = forms.BooleanField(label=_("Takes part from home"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean_free_from(self) -> str:
        raise forms.ValidationError(_("The end is before the start. Write it like 17:00 to 18:00."))


def sample_chart() -> dict[str, object]:
    """Ten weeks of hours: signed, attended, one week nobody knows."""
    weeks = ["21 Sep", "28 Sep", "5 Oct", "12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov"]
    signed = [15, 15, 12, 12, 9, 9, 15, 15, 12, None]
    attended = [13.5, 14, 11, 10.5, 9, None, 12.5, 13.5, 11, None]
    coming = [None, None, None, None, None, None, None, None, 12, 9]
    return {
        "across": _("Week of"),
        "unit": "h",
        "categories": weeks,
        "bands": [{"from": 9, "to": 20, "label": _("IOP range, 9 to 20 h")}],
        "series": [
            {"name": _("attended"), "draw": "bars", "tone": "series-1", "values": attended},
            {"name": _("prescribed and signed"), "draw": "stairs", "tone": "ink", "values": signed},
            {"name": _("next rung"), "draw": "stairs", "tone": "proposal", "dash": True, "values": coming},
        ],
        "notes": [{"at": 6, "value": 15, "text": _("more hours, signed")}],
        "unknown": [5],
    }


def sample_page(request: HttpRequest) -> dict[str, object]:
    """Everything `web/components.html` needs."""
    mistaken = SampleForm({"free_from": "18:00 to 17:00", "site": "fl", "reason": ""})
    mistaken.is_valid()
    return {
        "form": mistaken,
        "page": Paginator(CLIENTS, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "chart": sample_chart(),
        "free": FREE_HALF_HOURS,
        "sites": [("", _("All sites")), ("fl", "Fort Lauderdale"), ("mg", "Margate")],
        "words": [("present", _("Present")), ("late", _("Late")), ("no_show", _("No-show"))],
        "views": [{"label": _("Room"), "url": "?by=room", "current": True}, {"label": _("Staff"), "url": "?by=staff"}],
        "tabs": [{"label": _("Overview"), "url": "?tab=1", "current": True}, {"label": _("Plan"), "url": "?tab=2"}],
        "trail": [{"label": _("Clients"), "url": "?"}],
        "rungs": [
            {"hours": 15, "word": _("done"), "state": "done"},
            {"hours": 12, "word": _("now"), "state": "now"},
            {"hours": 9, "word": pgettext_lazy("rung", "next"), "state": "to-come"},
            {"hours": 4, "word": _("later"), "state": ""},
        ],
    }
