"""Forms for papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.centers.models import Service


class ConsentForm(forms.Form):
    """The client's own signature, or that of the person who may sign for them."""

    signed_by_name = forms.CharField(
        label=_("Name as signed"),
        help_text=_("The client, or who may sign for them."),
        max_length=120,
        widget=forms.TextInput({"class": "w-name"}),
    )
    agreed = forms.BooleanField(label=_("They read it, or it was read to them, and they agree"))


class WaiverForm(forms.Form):
    """A waiver for one activity away from the site."""

    service = forms.ModelChoiceField(label=_("Activity"), queryset=Service.objects.none())
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args, today, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["service"].queryset = Service.objects.filter(needs_waiver=True, is_active=True).order_by("name")
        self.fields["signed_on"].initial = today

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day
