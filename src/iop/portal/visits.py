"""A client's sessions as visits: what follows closely on one another is one stay in the building."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from iop.centers.models import HostedMeeting
from iop.portal.words import EVENING_FROM, span_words
from iop.schedule.models import Session

GAP_MINUTES = 30
"""A longer break than this makes two visits of one."""


@dataclass(frozen=True)
class Visit:
    """Sessions one after the other, with breaks of at most half an hour."""

    sessions: tuple[Session, ...]

    @property
    def span(self) -> str:
        return span_words(self.sessions[0].start_minute, self.end_minute)

    @property
    def end_minute(self) -> int:
        return max(session.end_minute for session in self.sessions)

    @property
    def titles(self) -> str:
        return ", ".join(dict.fromkeys(session.title for session in self.sessions))


@dataclass(frozen=True)
class Day:
    """One day of a client: visits, what is called off, and the meetings they may stay for."""

    date: date
    visits: tuple[Visit, ...]
    called_off: tuple[Session, ...]
    meetings: tuple[HostedMeeting, ...]

    @property
    def sessions(self) -> list[Session]:
        """All of the day in order of time, called off or not."""
        held = [session for visit in self.visits for session in visit.sessions]
        return sorted([*held, *self.called_off], key=lambda session: (session.starts_at, session.pk))


def days_of(sessions: Iterable[Session], meetings: Sequence[HostedMeeting] = ()) -> list[Day]:
    """Sessions in order of time, by day; days without any are left out."""
    return [_day(day, list(found), meetings) for day, found in groupby(sessions, key=lambda session: session.day)]


def _day(day: date, sessions: list[Session], meetings: Sequence[HostedMeeting]) -> Day:
    held = [session for session in sessions if not session.is_cancelled]
    called_off = tuple(session for session in sessions if session.is_cancelled)
    return Day(day, tuple(_visits(held)), called_off, tuple(_afterwards(day, held, meetings)))


def _visits(held: list[Session]) -> list[Visit]:
    stays: list[list[Session]] = []
    for session in held:
        if stays and session.starts_at - stays[-1][-1].ends_at <= timedelta(minutes=GAP_MINUTES):
            stays[-1].append(session)
        else:
            stays.append([session])
    return [Visit(tuple(stay)) for stay in stays]


def _afterwards(day: date, held: list[Session], meetings: Sequence[HostedMeeting]) -> list[HostedMeeting]:
    """Meetings in the same building that begin when the client's last session there is over."""
    ends = {session.site_id: session.end_minute for session in held}
    return [
        meeting
        for meeting in meetings
        if meeting.weekday == day.weekday() and meeting.start_minute >= ends.get(meeting.room.site_id, 24 * 60)
    ]


def is_tonight(meeting: HostedMeeting) -> bool:
    return meeting.start_minute >= EVENING_FROM
