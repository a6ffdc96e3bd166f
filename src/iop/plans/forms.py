"""Forms of a plan: the draft, signing it, an observation, a waiver."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iop.centers.models import Staff
from iop.core.clock import monday_of
from iop.plans import wording
from iop.plans.content import COLUMNS, KEPT_MEASURE, KINDS, Values, measures_of, needs_by_service, rows_of, values_of
from iop.plans.credentials import signing_credentials
from iop.plans.models import PlanVersion

MOST_SESSIONS = 14
"""Two a day: more of one service in a week is a slip of the finger."""


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HoursField(forms.DecimalField):
    """Hours to a person, counted minutes to the plan: 9.5 is 570."""

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=0, max_value=60, decimal_places=2, **kwargs)
        self.widget.attrs.update({"class": "w-number", "step": "0.25"})

    def prepare_value(self, value):
        if isinstance(value, int):
            return format((Decimal(value) / 60).quantize(Decimal("0.01")).normalize(), "f")
        return value

    def clean(self, value):
        cleaned = super().clean(value)
        return int(cleaned * 60) if cleaned is not None else None


class SessionsField(forms.IntegerField):
    """Sessions a week; left empty is none."""

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=0, max_value=MOST_SESSIONS, required=False, **kwargs)

    def clean(self, value):
        return super().clean(value) or 0


class DraftForm(forms.Form):
    """The whole draft. Every line of it is a field, so that what was typed is kept whatever happens."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.ChoiceField(label=gettext_lazy("Level of care"))
    rung = forms.ChoiceField(label=gettext_lazy("Step of the ladder"))
    weekly_minutes = HoursField(label=gettext_lazy("Hours a week"))
    max_minutes = HoursField(
        label=gettext_lazy("At most"),
        help_text=gettext_lazy("Hours that may be booked in a week, so that whole sessions fit."),
    )
    min_days = forms.IntegerField(label=gettext_lazy("Fewest days"), min_value=1, max_value=7)
    max_days = forms.IntegerField(label=gettext_lazy("Most days"), min_value=1, max_value=7)
    min_visit_minutes = forms.IntegerField(label=gettext_lazy("Shortest visit, minutes"), min_value=15, max_value=720)
    max_visit_minutes = forms.IntegerField(label=gettext_lazy("Longest visit, minutes"), min_value=15, max_value=720)
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=DayInput, help_text=gettext_lazy("A Monday: hours change with the week.")
    )
    review_on = forms.DateField(label=gettext_lazy("Next review"), widget=DayInput)
    hours_exception_reason = forms.CharField(
        label=gettext_lazy("Why hours outside the level"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Only when the hours are not those of the level."),
        widget=forms.Textarea({"rows": 2}),
    )
    strengths = forms.CharField(label=gettext_lazy("Strengths"), required=False, widget=forms.Textarea({"rows": 2}))
    preferences = forms.CharField(label=gettext_lazy("Preferences"), required=False, widget=forms.Textarea({"rows": 2}))
    discharge_criteria = forms.CharField(
        label=gettext_lazy("When this care is finished"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, version: PlanVersion, data=None, *, revision: int | None = None) -> None:
        self.version = version
        self.definition = version.plan.episode.program.definition
        self.rows, needs = list(rows_of(version)), needs_by_service(version)
        self.offered = [service for service, _need in needs]
        now = values_of(version, self.rows, needs)
        super().__init__(data, initial={**now, "revision": revision or version.revision})
        self.fields["level"].choices = [(level, wording.level_name(level)) for level in self.definition.levels]
        self.fields["rung"].choices = [(r.key, r.name) for r in self.definition.ladder(version.ladder).rungs]
        self.measures = [("", _("none yet")), *_measures(self.definition)]
        self.staff = [("", _("not named")), *((s.public_id, str(s)) for s in Staff.objects.order_by("last_name"))]
        self.services = [("", _("no service")), *((s.public_id, s.name) for s in self.offered)]
        self._add_needs()
        self.tree = list(self._tree())

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if day.weekday():
            words = _("%(day)s is not a Monday. The week begins on %(monday)s.")
            raise forms.ValidationError(words % {"day": day.isoformat(), "monday": monday_of(day).isoformat()})
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        self._in_order("min_days", "max_days")
        self._in_order("min_visit_minutes", "max_visit_minutes")
        self._in_order("weekly_minutes", "max_minutes")
        for service in self.offered:
            self._in_order(f"need.{service.public_id}.sessions", f"need.{service.public_id}.max")
        return cleaned

    @property
    def values(self) -> Values:
        """What was typed, as the draft keeps it."""
        skipped = ("revision",)
        typed = {name: value for name, value in self.cleaned_data.items() if not name.endswith(".remove")}
        return {name: value for name, value in typed.items() if name not in skipped}

    @property
    def removed(self) -> frozenset[str]:
        """Rows to take out: "goal.<id>"."""
        ticked = (name for name, value in self.cleaned_data.items() if name.endswith(".remove") and value)
        return frozenset(name.removesuffix(".remove") for name in ticked)

    @property
    def typed_for_lines_gone(self) -> list[str]:
        """What was typed into lines that somebody took out meanwhile."""
        names = (name for name in self.data if name.endswith(".words") and name not in self.fields)
        return [self.data[name] for name in names if self.data[name].strip()]

    def prescription(self) -> list[forms.BoundField]:
        return [self[name] for name in COLUMNS[:11]]

    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in COLUMNS[11:]]

    def mix(self) -> list[dict[str, object]]:
        """The services with their two fields."""
        return [
            {
                "service": service,
                "sessions": self[f"need.{service.public_id}.sessions"],
                "max": self[f"need.{service.public_id}.max"],
            }
            for service in self.offered
        ]

    def words_for(self, key: str) -> str:
        """What a value's key is called on the page."""
        if key in self.fields:
            return str(self.fields[key].label)
        return _("A line that is no longer there") if "." in key else key

    def shown(self, key: str, value: object) -> str:
        """A value as the page says it; an empty one in words."""
        if value is None or value == "":
            return _("nothing")
        field = self.fields.get(key)
        if isinstance(field, HoursField) and isinstance(value, int):
            return wording.hours(value)
        return str(dict(field.choices).get(value, value)) if isinstance(field, forms.ChoiceField) else str(value)

    def _in_order(self, least: str, most: str) -> None:
        small, large = self.cleaned_data.get(least), self.cleaned_data.get(most)
        if small is not None and large is not None and small > large:
            self.add_error(most, _("This is less than the least of %(least)s.") % {"least": self[least].value()})

    def _add_needs(self) -> None:
        for service in self.offered:
            for column, word in (("sessions", _("%(service)s, sessions a week")), ("max", _("%(service)s, at most"))):
                field = SessionsField(label=word % {"service": service.name})
                field.widget.attrs["class"] = "w-number"
                self.fields[f"need.{service.public_id}.{column}"] = field

    def _tree(self) -> Iterator[dict[str, object]]:
        """The lines of the plan in order, each followed by an empty one where one more may stand."""
        below = {"problem": "goal", "goal": "objective", "objective": "intervention"}
        open_parents: list[tuple[str, str]] = [("version", "")]
        for name, row in self.rows:
            while open_parents and open_parents[-1][0] != KINDS[name].parent:
                yield self._line(*_more(open_parents.pop()))
            yield self._line(name, row.public_id)
            if name in below:
                open_parents.append((name, row.public_id))
        while open_parents:
            yield self._line(*_more(open_parents.pop()))

    def _line(self, name: str, row_id: str) -> dict[str, object]:
        new = row_id.startswith("+")
        for column in KINDS[name].columns:
            self.fields[f"{name}.{row_id}.{column}"] = self._field(name, column, new)
        line = {"kind": name, "new": new, "fields": [self[f"{name}.{row_id}.{c}"] for c in KINDS[name].columns]}
        if not new:
            key = f"{name}.{row_id}.remove"
            self.fields[key] = forms.BooleanField(label=_("Take this out"), required=False)
            line["remove"] = self[key]
        return line

    def _field(self, name: str, column: str, new: bool) -> forms.Field:
        label = LABELS[name, column]
        if column in ("measure", "service", "staff"):
            choices = {"measure": self.measures, "service": self.services, "staff": self.staff}[column]
            return forms.ChoiceField(label=label, choices=choices, required=False)
        if column == "target_on":
            return forms.DateField(label=label, required=False, widget=DayInput)
        if column == "code":
            return forms.CharField(label=label, required=False, max_length=12)
        area = forms.Textarea({"rows": 2}) if name != "intervention" else forms.TextInput()
        return forms.CharField(
            label=label, required=not new, widget=area, max_length=300 if name == "intervention" else 2000
        )


LABELS = {
    ("problem", "words"): gettext_lazy("Problem"),
    ("problem", "code"): gettext_lazy("ICD-10-CM"),
    ("goal", "words"): gettext_lazy("Goal, in the client's words"),
    ("objective", "words"): gettext_lazy("Objective"),
    ("objective", "measure"): gettext_lazy("Measured by"),
    ("objective", "target_on"): gettext_lazy("Reached by"),
    ("intervention", "words"): gettext_lazy("How often, how long"),
    ("intervention", "service"): gettext_lazy("Service"),
    ("intervention", "staff"): gettext_lazy("Who"),
}


def completed(version: PlanVersion, typed):
    """What was typed, with the lines that came into the draft after the form was opened, as they stand."""
    fresh, data = DraftForm(version), typed.copy()
    for name in fresh.fields:
        value = fresh[name].value()
        if name not in data and not name.endswith(".remove") and value is not None:
            data[name] = value
    return data


class SignForm(forms.Form):
    """With which credential. One that one holds needs no choice."""

    credential = forms.ChoiceField(label=gettext_lazy("Sign as"))

    def __init__(self, user, program, data=None) -> None:
        super().__init__(data)
        held = signing_credentials(user, program)
        self.fields["credential"].choices = [(one.code, wording.credential_name(one.code)) for one in held]
        self.signer = f"{held[0].staff}, {wording.credential_name(held[0].code)}" if held else ""

    @property
    def can_sign(self) -> bool:
        return bool(self.fields["credential"].choices)

    @property
    def first_code(self) -> str:
        """The credential that is used where none is asked."""
        return self.fields["credential"].choices[0][0] if self.can_sign else ""


class ClientSignatureForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("The client's name"),
        max_length=160,
        help_text=gettext_lazy("Typed by the client, who has read the plan with you."),
    )


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not asked of this client"), max_length=400, widget=forms.Textarea({"rows": 2})
    )


def _measures(definition) -> list[tuple[str, str]]:
    offered = [(key, found["words"]) for key, found in measures_of(definition).items()]
    return [(KEPT_MEASURE, _("its own measure, as it is")), *offered]


def _more(parent: tuple[str, str]) -> tuple[str, str]:
    """The kind that stands under a parent, and the id of an empty line there."""
    name = next(name for name, kind in KINDS.items() if kind.parent == parent[0])
    return name, f"+{parent[1]}"
