"""Milestones in kind words: what to do, how far it is, and how to do it. Never a score without its meaning."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.plans.models import Milestone, MilestoneResult
from iop.plans.wording import bare_hours

SHARES = ("attendance_share", "adherence_share")
DAYS_PER_WEEK = 7


def say_words(milestone: Milestone) -> str:
    """The step as a thing to do."""
    asked = milestone.definition
    value, window = asked["value"], asked["window_days"]
    if asked["metric"] in SHARES:
        return _("Come to at least %(share)s %% of your hours") % {"share": value}
    if asked["metric"] == "visits":
        days = ngettext("%(days)d day", "%(days)d days", value) % {"days": value}
        return _("Come on %(days)s within %(window)s days") % {"days": days, "window": window}
    if asked["metric"] == "days_in_phase":
        return _("%(time)s at these hours") % {"time": _time(value)}
    return milestone.words


def more_words(milestone: Milestone, result: MilestoneResult | None, who: str) -> str:
    """How far it is and the way to do it; `who` is the therapist."""
    if result is None or result.outcome == "insufficient_data":
        return _("Not enough is written down yet to say. It is not held against you.")
    if result.outcome == "paused":
        return _("This rests for now. What you have reached stays yours.")
    if result.outcome == "waived":
        return _("Set aside by your team.")
    if result.outcome == "met":
        return ""
    return _open(milestone.definition, result, who)


def _open(asked: dict, result: MilestoneResult, who: str) -> str:
    if asked["metric"] in SHARES:
        return _("%(came)s of %(whole)s hours in the last %(days)s days. Every group you come to counts.") % {
            "came": bare_hours(int(result.parts.get("attended", 0))),
            "whole": bare_hours(int(result.parts.get("prescribed", 0))),
            "days": asked["window_days"],
        }
    count = int(result.parts.get("days", 0))
    if asked["metric"] == "visits":
        return ngettext("%(count)d day so far.", "%(count)d days so far.", count) % {"count": count}
    if asked["metric"] == "days_in_phase":
        return _("%(count)d of %(whole)d days. It comes with time.") % {"count": count, "whole": asked["value"]}
    if asked["metric"] == "signed_observation":
        return _("Bring it up with %(who)s. You write it down together.") % {"who": who}
    return _("Ask %(who)s what is still open.") % {"who": who}


def _time(days: int) -> str:
    if days % DAYS_PER_WEEK == 0:
        weeks = days // DAYS_PER_WEEK
        return ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
