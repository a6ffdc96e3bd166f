"""Forms of the stories around a plan."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.admissions.models import Episode
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import Ladder, Rung, conditions_for
from iop.flows.plans.return_to_use import licensed_staff
from iop.plans import wording
from iop.plans.forms import DayInput
from iop.plans.models import Milestone, PlanVersion
from iop.safety.models import ReturnToUse

FARTHEST_START = timedelta(days=366)


class StartForm(forms.Form):
    """Where a new plan begins."""

    rung = forms.ChoiceField(label=gettext_lazy("Step of the ladder"), widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=DayInput, help_text=gettext_lazy("Hours begin on the Monday of this week.")
    )

    def __init__(self, episode: Episode, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.episode = episode
        self.fields["rung"].choices = [
            (f"{ladder.key}:{rung.key}", rung_words(rung)) for ladder in self._ladders() for rung in ladder.rungs
        ]

    def clean_starts_on(self) -> date:
        """A slip of the year would prescribe nothing for a long time, and say nothing of it."""
        day = self.cleaned_data["starts_on"]
        if abs(day - clock.today(self.episode.program.time_zone)) > FARTHEST_START:
            raise forms.ValidationError(_("This day is more than a year away. Check the year."))
        return day

    @property
    def prescription(self) -> dict[str, object]:
        ladder, rung = self.cleaned_data["rung"].split(":")
        return {"ladder_key": ladder, "rung_key": rung, "starts_on": self.cleaned_data["starts_on"]}

    def _ladders(self) -> tuple[Ladder, ...]:
        definition, client = self.episode.program.definition, self.episode.client
        band = definition.age_band_of(client.age_on(clock.today(self.episode.program.time_zone)))
        return definition.ladders_for(client.track, band.key) if band else ()


class NextVersionForm(forms.Form):
    """On which step the next version begins."""

    rung = forms.ChoiceField(label=gettext_lazy("Step of the ladder"))

    def __init__(self, version: PlanVersion, data=None) -> None:
        super().__init__(data, initial={"rung": version.rung})
        ladder = version.plan.episode.program.definition.ladder(version.ladder)
        self.fields["rung"].choices = [(rung.key, rung_words(rung)) for rung in ladder.rungs]


class ReturnToUseForm(forms.Form):
    """What was told, and who does the safety check."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    substance = forms.CharField(label=gettext_lazy("Substance"), max_length=80)
    learned_from = forms.ChoiceField(
        label=gettext_lazy("How we know"), choices=ReturnToUse.LEARNED, widget=forms.RadioSelect
    )
    circumstances = forms.CharField(
        label=gettext_lazy("What happened, in the client's words"), required=False, widget=forms.Textarea({"rows": 3})
    )
    responsible = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Who does the safety check"), empty_label=gettext_lazy("Choose a clinician")
    )

    def __init__(self, episode: Episode, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.zone = episode.program.time_zone
        self.fields["responsible"].queryset = licensed_staff(episode.program)

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.zone)


class ObservationForm(forms.Form):
    """Something somebody saw and signs."""

    key = forms.ChoiceField(label=gettext_lazy("What is so"))
    holds = forms.TypedChoiceField(
        label=gettext_lazy("Is it so?"),
        choices=[("yes", gettext_lazy("It is so")), ("no", gettext_lazy("It is not, or no longer, so"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=gettext_lazy("Since"),
        widget=DayInput,
        help_text=gettext_lazy("For a visit that is booked elsewhere: the day of the visit."),
    )
    words = forms.CharField(label=gettext_lazy("What you saw"), max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, client: Client, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.zone = client.site.time_zone
        self.fields["key"].choices = observation_choices(client)

    def clean(self) -> dict:
        cleaned = super().clean()
        ahead = cleaned.get("key") != "receiving_visit_booked" and cleaned.get("on")
        if ahead and ahead > clock.today(self.zone):
            self.add_error("on", _("This day is still to come."))
        return cleaned


class DispositionForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What you found and what was done"),
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("It closes the task, carries your name and does not change any more."),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the hours stay as they are"), max_length=400, widget=forms.Textarea({"rows": 3})
    )


def observation_choices(client: Client) -> list[tuple[str, str]]:
    """What the plan's milestones wait for first, then what a change of level asks."""
    of_plan = Milestone.objects.filter(version__plan__episode__client=client).values_list("definition", flat=True)
    keys = [found["of"] for found in of_plan if found["metric"] == "signed_observation"]
    asked = [found.key for found in conditions_for(client.track) if found.key != "attendance"]
    return [(key, _capital(wording.observation_name(key))) for key in dict.fromkeys([*keys, *asked])]


def rung_words(rung: Rung) -> str:
    """A step of the ladder with its hours and level."""
    values = {"name": rung.name, "hours": wording.hours(rung.weekly_minutes), "level": wording.level_name(rung.level)}
    return _("%(name)s: %(hours)s a week, %(level)s") % values


def not_ahead(day: date, zone: str) -> date:
    if day > clock.today(zone):
        raise forms.ValidationError(_("This day is still to come."))
    return day


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
