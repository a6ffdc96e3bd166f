"""Weeks: drafts and how they were solved, releases, the sessions in force, bookings, calendars."""

from iop.schedule.models.booking import Booking
from iop.schedule.models.calendar import CalendarEntry, CalendarFeed
from iop.schedule.models.cohort import CohortMember
from iop.schedule.models.release import Release, ShortfallTask, WeekNotice
from iop.schedule.models.session import Seat, Session, SessionCancellation
from iop.schedule.models.week import Draft, ProgramWeek, SolveRun

__all__ = [
    "Booking",
    "CalendarEntry",
    "CalendarFeed",
    "CohortMember",
    "Draft",
    "ProgramWeek",
    "Release",
    "Seat",
    "Session",
    "SessionCancellation",
    "ShortfallTask",
    "SolveRun",
    "WeekNotice",
]
