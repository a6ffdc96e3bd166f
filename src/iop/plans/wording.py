"""What codes and figures say to a person. Rules keep codes; words are made here, where they can be translated."""

from collections.abc import Mapping

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

MINUTES_PER_HOUR = 60

LEVELS = {
    "op": gettext_lazy("outpatient care"),
    "iop": gettext_lazy("IOP"),
    "php": gettext_lazy("PHP"),
    "residential": gettext_lazy("residential care"),
    "inpatient": gettext_lazy("inpatient care"),
}

CREDENTIALS = {"psyd": "PsyD", "phd": "PhD", "prescriber": gettext_lazy("prescriber"), "mt_bc": "MT-BC"}

REASONS = {
    "milestones_met": gettext_lazy("All %(count)s milestones are met."),
    "return_to_use": gettext_lazy("Return to use on %(dates)s."),
    "decided": gettext_lazy("New hours are signed from %(day)s."),
    "lowest_rung": gettext_lazy("This is the last step of the ladder."),
    "no_milestones": gettext_lazy("This step has no milestones to meet."),
    "not_met": gettext_lazy("Not met yet: %(milestone)s."),
    "insufficient_data": gettext_lazy("Not enough data to say: %(milestone)s."),
    "paused": gettext_lazy("Paused: %(milestone)s."),
    "safety_task": gettext_lazy("A safety task is open: %(name)s."),
    "placement_flag": gettext_lazy("A placement flag is open: %(name)s."),
    "return_to_use_review": gettext_lazy("The review after the return to use on %(name)s is open."),
    "missing_data": gettext_lazy("Not known yet: %(name)s."),
    "condition_open": gettext_lazy("Does not hold: %(name)s."),
    "not_sustained": gettext_lazy("Holds, but not yet for %(days)s days or %(reviews)s reviews: %(name)s."),
    "late": gettext_lazy("Came late %(count)s times in two weeks, up to %(minutes)s min."),
    "late_once": gettext_lazy("Came late once in two weeks, %(minutes)s min."),
    "no_show": gettext_lazy("Did not come to %(count)s sessions in two weeks."),
    "no_show_once": gettext_lazy("Did not come to one session in two weeks."),
    "left_early_once": gettext_lazy("Left early once in two weeks."),
    "left_early": gettext_lazy("Left early %(count)s times in two weeks."),
    "unmarked": gettext_lazy("Sessions of the last two weeks that nobody marked: %(count)s. Not known."),
    "waived": gettext_lazy("%(count)s of the milestones were waived by a person."),
    "leaves_level": gettext_lazy("Leaves the range of %(level)s; the authorization changes with it."),
    "short_stay": gettext_lazy("%(weeks)s weeks on this step; usual are %(typical)s."),
    "too_little_free": gettext_lazy("Asks for %(asked)s a week; the client has %(free)s free."),
    "not_offered": gettext_lazy("We do not offer that level: it means a referral."),
}

CONDITIONS = {
    "safety_plan_current": gettext_lazy("the safety plan is current"),
    "attendance": gettext_lazy("enough of the prescribed hours attended over four weeks"),
    "no_use_reported": gettext_lazy("no use reported in the weekly questionnaire"),
    "risk_below_protective": gettext_lazy("risk is below protective factors"),
    "depression_low_or_halved": gettext_lazy("the depression score is low or has halved"),
    "stable_housing": gettext_lazy("housing is stable"),
    "support_network": gettext_lazy("there are people who help"),
    "work_or_school_plan": gettext_lazy("there is a plan for work or school"),
    "weight_near_target": gettext_lazy("weight is at or near the clinician's target"),
    "meals_unsupported": gettext_lazy("meals are managed without support"),
    "behaviours_rare": gettext_lazy("eating disorder behaviors are absent or rare for four weeks"),
    "client_agrees": gettext_lazy("the client agrees"),
    "receiving_visit_booked": gettext_lazy("the first visit at the next place is booked in time"),
}

OBSERVATIONS = {
    "safety_plan": gettext_lazy("A safety plan, written together"),
    "support_person": gettext_lazy("A support person named"),
    "relapse_prevention_plan": gettext_lazy("A relapse-prevention plan, signed"),
    "work_or_school_step": gettext_lazy("A step at work or school"),
}


def hours(minutes: int | None) -> str:
    """Minutes as hours with their unit: 540 is "9 h", 570 is "9.5 h"."""
    return f"{bare_hours(minutes)} h" if minutes is not None else _("not known")


def bare_hours(minutes: int) -> str:
    """Hours without the unit, at most two decimals."""
    text = number_format(round(minutes / MINUTES_PER_HOUR, 2), use_l10n=True)
    return text.rstrip("0").rstrip(".") if "." in text else text


def level_name(level: str) -> str:
    """A level of care as people say it."""
    return str(LEVELS.get(level, level))


def credential_name(code: str) -> str:
    """A credential as it stands behind a name."""
    return str(CREDENTIALS.get(code, code.upper().replace("_", "-")))


def reason_words(reason: Mapping, milestones: Mapping[str, str] | None = None) -> str:
    """A stored reason {"code", "values"} as a sentence; milestones are named by their own words."""
    values = {**reason.get("values", {})}
    if "condition" in values:
        values["name"] = CONDITIONS.get(values.get("key", ""), values["condition"])
    if "milestone" in values:
        values["milestone"] = (milestones or {}).get(values["milestone"], values["milestone"])
    if "dates" in values:
        values["dates"] = ", ".join(day_words(day) for day in values["dates"].split(", "))
    if reason["code"] == "return_to_use_review":
        values["name"] = day_words(values["name"])
    if "day" in values:
        values["day"] = day_words(values["day"])
    if "level" in values:
        values["level"] = level_name(values["level"])
    for key in ("asked", "free"):
        if key in values:
            values[key] = hours(values[key])
    return str(REASONS[reason["code"]]) % values


def day_words(day: str) -> str:
    """An ISO day as "31 Oct"; anything else stays as it is."""
    parsed = parse_date(day)
    return date_format(parsed, "j M") if parsed else day


def observation_name(key: str) -> str:
    """What a signed observation says."""
    known = OBSERVATIONS.get(key) or CONDITIONS.get(key)
    return str(known) if known else key.replace("_", " ")


PARTS = {
    "attendance_share": gettext_lazy("%(share)s %%, %(attended)s of %(prescribed)s"),
    "adherence_share": gettext_lazy("%(share)s %%, %(attended)s of %(prescribed)s"),
}


def needed(milestone) -> str:
    """What a milestone asks for, from its definition."""
    definition = milestone.definition
    metric, value = definition["metric"], definition["value"]
    if metric in PARTS:
        return _("%(value)s %%") % {"value": value}
    if metric in ("days_in_phase", "visits"):
        return ngettext("%(value)d day", "%(value)d days", value) % {"value": value}
    if metric == "signed_observation":
        return _("signed") if value == 1 else _("signed %(value)d times") % {"value": value}
    return f"{definition['operator']} {value}"


def found(result) -> str:
    """What was found: the figure with its whole and unit, or why there is none."""
    if result.outcome == "waived":
        return result.parts.get("reason", "")
    if result.outcome == "paused":
        return _("rests since %(day)s") % {"day": day_words(str(result.parts.get("since", "")))}
    metric = result.milestone.definition["metric"]
    if metric in PARTS:
        return _share(result)
    if metric in ("days_in_phase", "visits"):
        count = int(result.parts.get("days", 0))
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    if metric == "signed_observation":
        return _signed(result.parts)
    return number_format(result.measured) if result.measured is not None else _("nothing yet")


def _share(result) -> str:
    attended, prescribed = int(result.parts.get("attended", 0)), int(result.parts.get("prescribed", 0))
    if not prescribed:
        return _("nothing marked yet")
    values = {"share": 100 * attended // prescribed, "attended": bare_hours(attended), "prescribed": hours(prescribed)}
    said = str(PARTS["attendance_share"]) % values
    unmarked = int(result.parts.get("unmarked", 0))
    if not unmarked:
        return said
    more = ngettext("%(count)d session not marked", "%(count)d sessions not marked", unmarked)
    return f"{said}; {more % {'count': unmarked}}"


def _signed(parts: Mapping) -> str:
    if "date" not in parts:
        return _("not signed yet")
    return _("%(day)s, %(name)s") % {"day": day_words(str(parts["date"])), "name": parts.get("by", "")}


def evidence_words(result) -> str:
    """How many rows a result was read from."""
    count = len(result.evidence)
    metric = result.milestone.definition["metric"]
    if result.outcome == "waived":
        return _("the waiver")
    if result.outcome == "paused":
        return _("the return to use")
    if metric == "days_in_phase":
        return _("the signed plan") if count else _("no rows")
    if metric == "signed_observation":
        return ngettext("%(count)d signed note", "%(count)d signed notes", count) % {"count": count}
    return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}
