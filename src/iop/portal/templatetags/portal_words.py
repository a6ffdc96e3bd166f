"""The portal's words for templates."""

from django import template

from iop.centers.models import HostedMeeting
from iop.core.wall_time import clock_words
from iop.plans.models import PlanVersion
from iop.plans.wording import bare_hours
from iop.portal import words
from iop.portal.visits import is_tonight
from iop.schedule.models import Session

register = template.Library()

register.filter("company", words.company_words)
register.filter("place", words.place_words)


@register.filter
def span(session: Session) -> str:
    """18:00 to 19:30."""
    return words.span_words(session.start_minute, session.end_minute)


@register.filter
def begins(held: Session | HostedMeeting) -> str:
    """18:00."""
    return clock_words(held.start_minute)


@register.filter
def in_the_evening(meeting: HostedMeeting) -> bool:
    return is_tonight(meeting)


@register.filter
def hours_of(version: PlanVersion) -> str:
    """A plan's hours a week without the unit."""
    return bare_hours(version.weekly_minutes)


@register.filter
def unlocalized(figure: float | str) -> str:
    """A figure for an attribute: always with a point."""
    return str(figure)


@register.filter
def same(one: object, other: object) -> str:
    """ "yes" when both are equal: a component reads any text as true."""
    return "yes" if one == other else ""
