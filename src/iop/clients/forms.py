"""Forms about a client. What a person typed is kept; mistakes are said in words."""

from datetime import date

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.centers.models import GroupDefinition, Site, Staff
from iop.clients.facts import Facts
from iop.clients.models import Client, NoContactPair
from iop.clients.words import GENDERS, KINDS, LANGUAGES, MODES, PRIORITIES
from iop.core.wall_time import MINUTES_PER_DAY

OLDEST = 110
"""Years: an earlier birth date is a slip of the finger."""

SHORT, NAME = {"class": "w-short"}, {"class": "w-name"}


class FactsForm(forms.Form):
    """Who somebody is, and what the week needs to know of them."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, widget=forms.TextInput(NAME))
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, widget=forms.TextInput(NAME))
    preferred_name = forms.CharField(
        label=gettext_lazy("Called"), max_length=80, required=False, widget=forms.TextInput(NAME)
    )
    pronouns = forms.CharField(
        label=gettext_lazy("Pronouns"), max_length=30, required=False, widget=forms.TextInput(SHORT)
    )
    birth_date = forms.DateField(label=gettext_lazy("Birth date"), widget=forms.DateInput({"type": "date"}))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False, widget=forms.TextInput(SHORT))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(NAME))
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages they can follow a group in"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    site = forms.ModelChoiceField(label=gettext_lazy("Site"), queryset=Site.objects.none())
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Takes part"), choices=list(MODES.items()), widget=forms.CheckboxSelectMultiple
    )
    track = forms.ChoiceField(label=gettext_lazy("Track"), choices=Client.TRACKS)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"),
        help_text=gettext_lazy("Clinical urgency when seats are short. Who pays is no part of it."),
        choices=list(PRIORITIES.items()),
        coerce=int,
    )
    primary_therapist = forms.ModelChoiceField(
        label=gettext_lazy("Primary therapist"), queryset=Staff.objects.none(), required=False
    )
    covers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("May stand in for the therapist"),
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    staff_gender = forms.ChoiceField(
        label=gettext_lazy("Individual sessions with"), choices=list(GENDERS.items()), required=False
    )
    affinities = forms.MultipleChoiceField(
        label=gettext_lazy("Groups they chose to be found for"),
        help_text=gettext_lazy("Only what the client themselves asked to share."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, facts: Facts | None = None, today: date, **kwargs) -> None:
        if facts is not None:
            kwargs["initial"] = {name: getattr(facts, name) for name in self.base_fields} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["site"].queryset = Site.objects.order_by("name")
        staff = Staff.objects.order_by("last_name", "first_name")
        self.fields["primary_therapist"].queryset = self.fields["covers"].queryset = staff
        tags = set(GroupDefinition.objects.exclude(affinity="").values_list("affinity", flat=True))
        tags |= set(facts.affinities if facts else ())
        self.fields["affinities"].choices = [(tag, tag.replace("_", " ")) for tag in sorted(tags)]

    def clean_birth_date(self) -> date:
        born = self.cleaned_data["birth_date"]
        if born > self.today:
            raise forms.ValidationError(_("This birth date is still to come."))
        if self.today.year - born.year > OLDEST:
            raise forms.ValidationError(_("This is more than %(years)s years ago. Check the year.") % {"years": OLDEST})
        return born

    def facts(self) -> Facts:
        """The cleaned form as facts."""
        said = self.cleaned_data
        plain = {
            name: said[name]
            for name in ("first_name", "last_name", "preferred_name", "pronouns", "birth_date", "phone", "email")
        }
        return Facts(
            **plain,
            track=said["track"],
            priority=said["priority"],
            staff_gender=said["staff_gender"],
            languages=tuple(said["languages"]),
            modes=tuple(said["modes"]),
            site=said["site"].pk,
            primary_therapist=said["primary_therapist"].pk if said["primary_therapist"] else None,
            covers=tuple(sorted(staff.pk for staff in said["covers"])),
            affinities=tuple(sorted(said["affinities"])),
        )


class MinuteField(forms.TimeField):
    """A time of day as minutes; 24:00 is midnight at the end."""

    widget = forms.TimeInput({"class": "w-time"}, format="%H:%M")

    def to_python(self, value: object) -> int | None:
        if value in ("24:00", "2400"):
            return MINUTES_PER_DAY
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if text.isdigit() and len(text) in (3, 4):
            value = f"{text[:-2]}:{text[-2:]}"
        time = super().to_python(value)
        return None if time is None else time.hour * 60 + time.minute


class StretchForm(forms.Form):
    """One exact stretch of the week, for times the grid cannot show."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Day"), choices=list(WEEKDAYS.items()), coerce=int)
    start = MinuteField(label=gettext_lazy("From"), help_text=gettext_lazy("Like 17:15"))
    end = MinuteField(label=gettext_lazy("To"), help_text=gettext_lazy("Like 18:00"))
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=list(KINDS.items()))

    def clean(self) -> dict[str, object]:
        said = super().clean()
        start, end = said.get("start"), said.get("end")
        if start is not None and end is not None and start >= end:
            self.add_error("end", _("The end is before the start. Write it like 17:00 to 18:00."))
        return said


class RelativeForm(forms.Form):
    """A person the client named."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(NAME))
    relation = forms.CharField(
        label=gettext_lazy("Is the client's"),
        help_text=gettext_lazy("Like mother, partner, friend"),
        max_length=40,
        widget=forms.TextInput(SHORT),
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False, widget=forms.TextInput(SHORT))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(NAME))


class NoContactForm(forms.Form):
    """Somebody the client must not meet here."""

    number = forms.CharField(
        label=gettext_lazy("Chart number of the other"), max_length=20, widget=forms.TextInput(SHORT)
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("How far apart"), choices=NoContactPair.SCOPES, widget=forms.RadioSelect, initial="session"
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Few can read it: those who may see no-contact pairs."),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_number(self) -> Client:
        number = self.cleaned_data["number"].strip()
        other = Client.objects.filter(number=number).first()
        if other is None:
            raise forms.ValidationError(_("No client has the chart number %(number)s.") % {"number": number})
        return other
