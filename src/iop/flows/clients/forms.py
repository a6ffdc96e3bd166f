"""Forms that need more than clients."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.centers.models import Program
from iop.plans import wording


class AdmitForm(forms.Form):
    """Into which program, at which level, since when."""

    program = forms.ModelChoiceField(label=_("Program"), queryset=Program.objects.none(), empty_label=None)
    level = forms.ChoiceField(label=_("Level of care"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        programs = Program.objects.order_by("name")
        self.fields["program"].queryset = programs
        levels = {level for program in programs for level in program.definition.levels}
        self.fields["level"].choices = [(level, wording.level_name(level)) for level in sorted(levels)]
