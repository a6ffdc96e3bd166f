"""Where do I have to be, and how do I get to fewer hours? Everything the first page says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iop.attendance.queries import week_of
from iop.centers.models import HostedMeeting
from iop.clients.models import Client
from iop.core import clock
from iop.plans.models import PlanVersion
from iop.portal.changes import Told, told
from iop.portal.hours import HoursSoFar
from iop.portal.queries import meetings_at, own_sessions, own_versions
from iop.portal.visits import Day, days_of
from iop.portal.way import Way, in_force, to_come, way_of
from iop.portal.words import until_words, who_words
from iop.schedule.models import Session

DAYS_SHOWN = 3
"""Days after today on the first page; the whole week is one tap away."""


@dataclass(frozen=True)
class Today:
    """One client at one moment. `coming` is None when nothing released lies ahead of them."""

    client: Client
    now: datetime
    date: date
    days: tuple[Day, ...]
    told: Told
    hours: HoursSoFar
    versions: tuple[PlanVersion, ...]

    @property
    def coming(self) -> Session | None:
        """The session that is on or comes next and takes place."""
        held = (session for day in self.days for visit in day.visits for session in visit.sessions)
        return next((session for session in held if session.ends_at > self.now), None)

    @property
    def is_today(self) -> bool:
        return self.coming is not None and self.coming.day == self.date

    @property
    def until(self) -> str:
        return until_words(self.coming.starts_at, self.now) if self.coming else ""

    @property
    def change(self) -> str:
        """The change of the next thing, in one sentence or two."""
        return self.told.about(self.coming) if self.coming else ""

    @property
    def news(self) -> list[str]:
        """Other changes, until they were read once."""
        return self.told.unseen(except_for=self.coming)

    @property
    def own_day(self) -> Day | None:
        return next((day for day in self.days if day.date == self.date), None)

    @property
    def was_here_today(self) -> bool:
        """Whether something of today is over already."""
        return self.own_day is not None and bool(self.own_day.visits)

    @property
    def called_off(self) -> list[Session]:
        """Sessions of today that are not held and would not be over yet."""
        return [one for one in self.own_day.called_off if one.ends_at > self.now] if self.own_day else []

    @property
    def later_today(self) -> list[Session]:
        """What follows the next thing today."""
        if not self.is_today or self.own_day is None:
            return []
        held = [session for visit in self.own_day.visits for session in visit.sessions]
        return [session for session in held if session.starts_at > self.coming.starts_at]

    @property
    def next_days(self) -> list[Day]:
        """Days after today with something on them."""
        return [day for day in self.days if day.date > self.date and day.visits][:DAYS_SHOWN]

    @property
    def meetings(self) -> list[HostedMeeting]:
        """Meetings in the building after today's visit, which nobody has to go to."""
        return list(self.own_day.meetings) if self.own_day and self.is_today else []

    @property
    def version(self) -> PlanVersion | None:
        return in_force(self.versions, self.date)

    @property
    def change_of_hours(self) -> PlanVersion | None:
        """Hours signed for a Monday still to come."""
        return to_come(self.versions, self.date)

    @property
    def who(self) -> str:
        return who_words(self.client)

    def way(self) -> Way | None:
        return way_of(self.version, self.date, self.who) if self.version else None


def today_of(client: Client) -> Today:
    """Read once for the page: this week and the next."""
    day = clock.today(client.site.time_zone)
    monday = clock.monday_of(day)
    sessions = list(own_sessions(client, monday, monday + timedelta(days=13)))
    return Today(
        client=client,
        now=clock.now(),
        date=day,
        days=tuple(days_of(sessions, meetings_at(client.site))),
        told=told(client, sessions, monday),
        hours=HoursSoFar(week_of(client, monday)),
        versions=tuple(own_versions(client)),
    )
