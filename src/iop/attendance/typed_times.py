"""Times as people type them on a tablet: 1812, 18:12, 6:12 pm."""

import re

from django.utils.translation import gettext as _

TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?\s*(?P<half>am|pm|a|p)?", re.IGNORECASE)
HOURS, MINUTES, NOON = 24, 60, 12


class NotATime(ValueError):
    """What was typed is no time of a day; says why in words."""


def minute_typed(text: str) -> int:
    """The minute of the day: "1812" is 1092. Raises NotATime for what no clock shows."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        raise NotATime(_("“%(typed)s” is not a time. Type it like 1812 or 18:12.") % {"typed": text})
    hour, minute = _hour(text, int(found["hour"]), (found["half"] or "").lower()), int(found["minute"] or 0)
    if hour >= HOURS:
        raise NotATime(_("“%(typed)s” does not exist: hours go from 0 to 23.") % {"typed": text})
    if minute >= MINUTES:
        raise NotATime(_("“%(typed)s” does not exist: minutes go from 00 to 59.") % {"typed": text})
    return hour * MINUTES + minute


def _hour(text: str, hour: int, half: str) -> int:
    """The hour of 24, from a 12 h or 24 h clock."""
    if not half:
        return hour
    if not 1 <= hour <= NOON:
        raise NotATime(_("“%(typed)s” does not exist: with am or pm hours go from 1 to 12.") % {"typed": text})
    return hour % NOON + (NOON if half.startswith("p") else 0)
