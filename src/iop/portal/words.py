"""Days, times and hours as the portal says them, in the center's zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iop.clients.models import Client
from iop.core.wall_time import MINUTES_PER_DAY, clock_words
from iop.schedule.models import Session

MINUTES_PER_HOUR = 60
MINUTE = timedelta(minutes=1)
EVENING_FROM = 17 * 60
"""From this minute of the day on it is "tonight"."""


def day_words(day: date) -> str:
    """Tue 8 December."""
    return date_format(day, "D j F")


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment where the client is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def span_words(start: int, end: int) -> str:
    """18:00 to 19:30."""
    return _("%(start)s to %(end)s") % {"start": clock_words(start), "end": clock_words(end)}


def week_minute_words(minute: int, monday: date) -> str:
    """A minute counted from Monday 00:00: "Tue 14:00"."""
    day = monday + timedelta(days=minute // MINUTES_PER_DAY)
    return f"{date_format(day, 'D')} {clock_words(minute % MINUTES_PER_DAY)}"


def until_words(begins: datetime, now: datetime) -> str:
    """How long it is till then: "in 1 h 20 min"; "now" when it has begun."""
    minutes = -((now - begins) // MINUTE)
    if minutes <= 0:
        return _("now")
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    parts = [f"{hours} h"] if hours else []
    parts += [f"{rest} min"] if rest else []
    return _("in %(time)s") % {"time": " ".join(parts)}


def who_words(client: Client) -> str:
    """The primary therapist's first name, or "your therapist"."""
    return client.primary_therapist.first_name if client.primary_therapist else _("your therapist")


def place_words(session: Session) -> str:
    """Room and house, the place of an outing, or "by video"."""
    if session.mode == "telehealth":
        return _("by video, from where you are")
    if session.service.place:
        return session.service.place
    return ", ".join(str(place) for place in (session.room, session.site) if place)


def company_words(session: Session) -> str:
    """What it is and with whom: "Process group with Carla Monte", "Your hour with Marcus Bell"."""
    values = {"what": session.title, "who": session.leader}
    if session.group is None and session.service.kind == "individual":
        own = _("Your hour with %(who)s") if session.minutes == MINUTES_PER_HOUR else _("Your time with %(who)s")
        return own % values
    return _("%(what)s with %(who)s") % values
