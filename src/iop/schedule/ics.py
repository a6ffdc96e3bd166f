"""A client's entries as an iCalendar file (RFC 5545, 7986) that betrays nothing: no program, no kind of care, no people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from iop.core import wall_time
from iop.schedule.models import CalendarEntry, CalendarFeed
from iop.schedule.zone_rules import zone_rules

NAME = "Calendar"
PRODUCT = "-//Calendar//EN"
UID_HOST = "calendar"
REFRESH = timedelta(hours=1)


def calendar_file(feed: CalendarFeed, entries: Sequence[CalendarEntry]) -> bytes:
    """The same entries always give the same bytes, so that an ETag can stand for them."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", NAME)
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    years = [entry.day.year for entry in entries]
    for zone in sorted({entry.zone for entry in entries}):
        calendar.add_component(zone_rules(zone, min(years), max(years) + 1))
    for entry in entries:
        calendar.add_component(_event(feed, entry))
    return calendar.to_ical()


def _event(feed: CalendarFeed, entry: CalendarEntry) -> Event:
    begins = _begins(entry)
    event = Event()
    event.add("uid", f"{entry.uid}@{UID_HOST}")
    # The moment of the last change, not of this reading: else no two files would be the same.
    event.add("dtstamp", entry.changed_at.replace(microsecond=0))
    event.add("last-modified", entry.changed_at.replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled_at else "CONFIRMED")
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=entry.minutes))
    event.add("summary", feed.title)
    event.add("class", "PRIVATE")
    if feed.shows_place and entry.place:
        event.add("location", entry.place)
    return event


def _begins(entry: CalendarEntry) -> datetime:
    """Wall time with its zone: 18:00 stays 18:00 when the clocks change."""
    return datetime.combine(entry.day, wall_time.at_minute(entry.start_minute), ZoneInfo(entry.zone))
