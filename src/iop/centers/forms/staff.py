"""What somebody types about a member of staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.centers.models import Leave


class DateInput(forms.DateInput):
    input_type = "date"


class LeaveForm(forms.ModelForm):
    class Meta:
        model = Leave
        fields = ["first_day", "last_day", "kind"]
        labels = {"first_day": _("First day away"), "last_day": _("Last day away"), "kind": _("Why")}
        widgets = {"first_day": DateInput, "last_day": DateInput}

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first. Write the later day here."))
        return data


class LastDayForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day of work"),
        required=False,
        widget=DateInput,
        help_text=_("Nothing is planned after it. Leave it empty for somebody who stays."),
    )


class CredentialForm(forms.Form):
    code = forms.CharField(label=_("Credential"), max_length=40, help_text=_("as services ask for it: lcsw, cadc, atr"))
    issued_by = forms.CharField(label=_("Issued by"), max_length=80, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    expires_on = forms.DateField(label=_("Valid to"), required=False, widget=DateInput)

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip().lower().replace(" ", "_")
