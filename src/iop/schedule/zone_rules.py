"""When the clocks change in a zone, as a VTIMEZONE (RFC 5545 3.6.5), for the years a calendar covers.

Written here because the library tells the onset of summer time in the time after the change; the standard wants the time before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone_rules(name: str, first_year: int, last_year: int) -> Timezone:
    """The zone's VTIMEZONE from the first of January of one year to the end of another."""
    zone = Timezone()
    zone.add("tzid", name)
    begin = datetime(first_year, 1, 1, tzinfo=ZoneInfo(name)).astimezone(UTC)
    zone.add_component(_observance(begin, begin, ZoneInfo(name)))
    for change in _changes(begin, datetime(last_year + 1, 1, 1, tzinfo=UTC), ZoneInfo(name)):
        zone.add_component(_observance(change, change - MINUTE, ZoneInfo(name)))
    return zone


def _changes(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants from which another offset holds."""
    moment = begin
    while moment < end:
        if _offset(moment, zone) != _offset(moment + DAY, zone):
            yield _within(moment, moment + DAY, zone)
        moment += DAY


def _within(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute of the new offset, between a moment before the change and one after it."""
    while after - before > MINUTE:
        middle = before + MINUTE * ((after - before) // MINUTE // 2)
        same = _offset(middle, zone) == _offset(before, zone)
        before, after = (middle, after) if same else (before, middle)
    return after


def _observance(change: datetime, just_before: datetime, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    local, was = change.astimezone(zone), _offset(just_before, zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.DTSTART = (change + was).replace(tzinfo=None)
    part.TZOFFSETFROM, part.TZOFFSETTO = was, _offset(change, zone)
    part.add("tzname", local.tzname())
    return part


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
