"""Days counted from a Monday, and moments as wall time: the same file is true in any week of any year, also across a change of clocks."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from iop.core import wall_time

DAY_SECONDS = 86400
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FAR = 366 * 3
"""Dates farther than this from the week are no dates of the story."""

ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
WORDS = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)})\b")
MARK = re.compile(r"@\{(iso|long|short):(-?\d+)\}")


@dataclass(frozen=True)
class Anchor:
    """The Monday of the present week, in the center's zone."""

    monday: date
    zone: str

    def days(self, day: date) -> int:
        return (day - self.monday).days

    def day(self, days: int) -> date:
        return self.monday + timedelta(days=days)

    def seconds(self, moment: datetime) -> int:
        """Wall seconds since Monday 00:00. A fraction of a second is left out."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return self.days(local.date()) * DAY_SECONDS + local.hour * 3600 + local.minute * 60 + local.second

    def moment(self, seconds: int) -> datetime:
        """The instant of a wall time. An hour that the clocks jump over becomes the one after it."""
        days, rest = divmod(seconds, DAY_SECONDS)
        minute, second = divmod(rest, 60)
        try:
            found = wall_time.instant(self.day(days), minute, self.zone)
        except wall_time.NoSuchTime:
            found = wall_time.instant(self.day(days), minute + 60, self.zone)
        return found + timedelta(seconds=second)

    def marked(self, text: str) -> str:
        """The text with marks in place of its dates."""
        return WORDS.sub(self._mark_words, ISO.sub(self._mark_iso, text))

    def unmarked(self, text: str) -> str:
        """The text with dates in place of its marks."""
        return MARK.sub(self._dated, text)

    def _mark_iso(self, match: re.Match[str]) -> str:
        try:
            days = self.days(date(*map(int, match.groups())))
        except ValueError:
            return match[0]
        return f"@{{iso:{days}}}" if abs(days) < FAR else match[0]

    def _mark_words(self, match: re.Match[str]) -> str:
        """A day and a month without a year: the nearest such day is meant."""
        month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(match[2][:3]))
        years = (self.monday.year - 1, self.monday.year, self.monday.year + 1)
        days = min((self.days(date(year, month, int(match[1]))) for year in years), key=abs)
        return f"@{{{'long' if match[2] in MONTHS else 'short'}:{days}}}"

    def _dated(self, match: re.Match[str]) -> str:
        day = self.day(int(match[2]))
        if match[1] == "iso":
            return day.isoformat()
        name = MONTHS[day.month - 1]
        return f"{day.day} {name if match[1] == 'long' else name[:3]}"
