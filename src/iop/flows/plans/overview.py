"""A client's hours, milestones and next step for the overview: one gathering, no further queries but the standing's."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import Stay
from iop.flows.plans.proposals import open_proposal, outcome_of
from iop.flows.plans.standing import Standing, standing_of
from iop.flows.plans.words import reason_lines
from iop.plans import wording
from iop.plans.lines import milestone_lines, rungs_of, tally
from iop.plans.models import HoursProposal, PlanVersion

WEEKS_SHOWN = 13
"""A quarter of a year: what fits at 390 px and still tells the story."""

WEEK = timedelta(days=7)


def overview(client: Client, on: date) -> dict[str, object]:
    """Context of `plans/_hours_chart.html`, `plans/_milestones.html` and `plans/_next_step.html`.

    Without a plan in force: {"standing": None, "first_steps": [...]}, the three things a new client's chart asks for.
    """
    standing = standing_of(client, on)
    if standing is None:
        return {"standing": None, "first_steps": first_steps(client)}
    lines = milestone_lines(standing.milestones, standing.newest)
    return {
        "standing": standing,
        "version": standing.version,
        "chart": hours_chart(standing),
        "finding": finding(standing),
        "milestone_lines": lines,
        "milestone_tally": tally(lines),
        "milestone_title": _milestone_title(standing),
        "rungs": rungs_of(standing.ladder, standing.version.rung),
        "next_step": next_step(standing),
        "plan_url": reverse("client_plan", args=[client.public_id]),
    }


def first_steps(client: Client) -> list[str]:
    """What comes first for somebody without a signed plan."""
    return [
        _("Paint the week: when can they come?"),
        _("Write the plan with the client, from the program's goals."),
        _("Sign it. Hours begin on the Monday you choose."),
    ]


def hours_chart(standing: Standing) -> dict[str, object]:
    """Signed line, attended bars, the level's band, dashes to the next rung, hatching where nobody marked."""
    mondays = _mondays(standing)
    series = [
        {"name": _("prescribed and signed"), "draw": "stairs", "tone": "ink", "values": _signed(standing, mondays)},
        {"name": _("attended"), "draw": "bars", "tone": "series-1", "values": _attended(standing, mondays)},
    ]
    ahead = _ahead(standing, mondays)
    return {
        "across": _("Week of"),
        "unit": "h",
        "categories": [date_format(monday, "j M") for monday in mondays],
        "bands": _bands(standing),
        "series": [*series, *([ahead] if ahead else [])],
        "notes": _notes(standing, mondays),
        "unknown": _unknown(standing, mondays),
    }


def finding(standing: Standing) -> str:
    """The chart in a sentence: what is prescribed, since when, and why it last changed."""
    version, changed = standing.version, _changes(standing)
    now = _("%(hours)s a week") % {"hours": wording.hours(version.weekly_minutes)}
    if not changed:
        return _("%(now)s since %(day)s") % {"now": now, "day": date_format(version.starts_on, "j M")}
    last = changed[-1]
    values = {"now": now, "day": date_format(last.starts_on, "j M"), "cause": cause(last)}
    return _("%(now)s since %(day)s: %(cause)s") % values


def cause(version: PlanVersion) -> str:
    """Why these hours began: the proposal that was signed, or a new plan."""
    decided = getattr(version, "decided_by", None)
    if decided is None:
        return _("new plan signed")
    codes = {reason["code"]: reason.get("values", {}) for reason in decided.proposal.reasons}
    if "return_to_use" in codes:
        dates = ", ".join(wording.day_words(day) for day in str(codes["return_to_use"]["dates"]).split(", "))
        return _("return to use, %(dates)s: more hours") % {"dates": dates}
    if decided.proposal.kind == "level":
        return _("stepped down to %(level)s") % {"level": wording.level_name(version.level)}
    return _("%(count)s milestones met") % {"count": codes.get("milestones_met", {}).get("count", "")}


def next_step(standing: Standing) -> dict[str, object]:
    """The dashed box: what is proposed, or what is open before anything can be."""
    proposal = open_proposal(standing)
    if proposal:
        return _waits(proposal, standing)
    outcome = outcome_of(standing)
    if standing.prescribed != standing.version:
        return {"word": _("Signed"), "title": _upcoming(standing.prescribed), "lines": [], "solid": True}
    lines = reason_lines(_stored(outcome), standing.milestones)
    return {"word": _("Next step"), "title": _not_ready(standing, outcome), "lines": lines}


def _waits(proposal: HoursProposal, standing: Standing) -> dict[str, object]:
    values = {"before": wording.hours(standing.prescribed.weekly_minutes), "after": wording.hours(proposal.to_minutes)}
    title = _("%(before)s to %(after)s a week waits for a signature") % values
    if not proposal.to_rung:
        title = _("A referral to %(level)s waits for a signature") % {"level": wording.level_name(proposal.to_level)}
    url = reverse("proposal", args=[proposal.public_id])
    lines = reason_lines(proposal.reasons, standing.milestones)
    return {"word": _("Proposed"), "title": title, "lines": lines, "url": url, "proposal": proposal}


def _upcoming(version: PlanVersion) -> str:
    values = {"hours": wording.hours(version.weekly_minutes), "day": date_format(version.starts_on, "D j F")}
    return _("%(hours)s a week from %(day)s") % values


def _not_ready(standing: Standing, outcome) -> str:
    below = standing.ladder.below(standing.version.rung)
    if below is None:
        return _("The last step of the ladder")
    hours = wording.hours(below.weekly_minutes)
    if isinstance(outcome, Stay):
        return _("Not ready for %(hours)s yet") % {"hours": hours}
    return _("Ready for the next look")


def _stored(outcome) -> list[dict[str, object]]:
    return [{"code": reason.code, "values": dict(reason.values)} for reason in outcome.reasons]


def _milestone_title(standing: Standing) -> str:
    below = standing.ladder.below(standing.version.rung)
    if below is None:
        return _("Milestones")
    return _("Milestones to %(hours)s") % {"hours": wording.hours(below.weekly_minutes)}


def _mondays(standing: Standing) -> list[date]:
    """From the first signed week, at most a quarter, to the week after this one."""
    this, first = clock.monday_of(standing.on), clock.monday_of(standing.signed[0].starts_on)
    start = max(first, this - (WEEKS_SHOWN - 2) * WEEK)
    return [start + count * WEEK for count in range((this - start).days // 7 + 2)]


def _signed(standing: Standing, mondays: list[date]) -> list[float | None]:
    """The prescription of each week; next week only when it is signed to differ, else it is not said yet."""
    this = clock.monday_of(standing.on)
    values = [_version_of(standing, monday) for monday in mondays]
    ahead = standing.prescribed != standing.version
    return [
        _hours(version.weekly_minutes) if version and (monday <= this or ahead) else None
        for monday, version in zip(mondays, values, strict=True)
    ]


def _version_of(standing: Standing, monday: date) -> PlanVersion | None:
    begun = [version for version in standing.signed if version.starts_on <= monday]
    return max(begun, key=lambda found: (found.starts_on, found.number), default=None)


def _attended(standing: Standing, mondays: list[date]) -> list[float | None]:
    minutes: dict[date, int] = defaultdict(int)
    for fact in standing.facts.attendance:
        minutes[clock.monday_of(fact.date)] += fact.attended_minutes
    return [_hours(minutes[monday]) if monday in minutes else None for monday in mondays]


def _unknown(standing: Standing, mondays: list[date]) -> list[int]:
    weeks = {clock.monday_of(session.day) for session in standing.unmarked_sessions}
    return [at for at, monday in enumerate(mondays) if monday in weeks]


def _bands(standing: Standing) -> list[dict[str, object]]:
    version, band = standing.version, standing.ladder.age_band
    for hours in standing.definition.hour_ranges:
        if (hours.level, hours.age_band) == (version.level, band):
            return [_band(hours)]
    return []


def _band(hours) -> dict[str, object]:
    values = {
        "level": wording.level_name(hours.level),
        "least": wording.bare_hours(hours.from_minutes),
        "most": wording.bare_hours(hours.below_minutes or 2 * hours.from_minutes),
    }
    label = _("%(level)s range, from %(least)s h") % values
    if hours.below_minutes:
        label = _("%(level)s range, %(least)s to %(most)s h") % values
    top = hours.below_minutes or 2 * hours.from_minutes
    return {"from": _hours(hours.from_minutes), "to": _hours(top), "label": label}


def _ahead(standing: Standing, mondays: list[date]) -> Mapping[str, object] | None:
    """Dashes from this week's hours to those proposed, or else to the next rung; none once the next hours are signed."""
    proposal, below = open_proposal(standing), standing.ladder.below(standing.version.rung)
    if standing.prescribed != standing.version or not (proposal or below):
        return None
    name = _("proposed, not signed") if proposal else _("next step, not yet proposed")
    minutes = proposal.to_minutes if proposal else below.weekly_minutes
    values = [None] * (len(mondays) - 2) + [_hours(standing.version.weekly_minutes), _hours(minutes)]
    return {"name": name, "draw": "stairs", "tone": "proposal", "dash": True, "values": values}


def _changes(standing: Standing) -> list[PlanVersion]:
    """Signed versions that changed the hours or the level, oldest first."""
    versions = sorted(standing.signed, key=lambda found: (found.starts_on, found.number))
    pairs = pairwise(versions)
    return [now for old, now in pairs if (old.weekly_minutes, old.level) != (now.weekly_minutes, now.level)]


def _notes(standing: Standing, mondays: list[date]) -> list[dict[str, object]]:
    return [
        {"at": mondays.index(version.starts_on), "value": _hours(version.weekly_minutes), "text": cause(version)}
        for version in _changes(standing)
        if version.starts_on in mondays
    ]


def _hours(minutes: int) -> float:
    return round(minutes / wording.MINUTES_PER_HOUR, 2)
