"""Groups of the day by start time, with seats and whether the leader is here."""

from dataclasses import dataclass
from datetime import date, datetime

from iop.centers.models import Site
from iop.centers.queries import away_on
from iop.core import wall_time
from iop.schedule.models import Session
from iop.schedule.queries import sessions_on


@dataclass(frozen=True)
class GroupToday:
    public_id: str
    time: str
    starts_at: datetime
    title: str
    site: str
    room: str
    leader: str
    away: bool
    taken: int
    seats: int
    least: int
    cancelled: bool

    @property
    def is_thin(self) -> bool:
        return self.taken < self.least


def groups_on(day: date, site: Site | None) -> list[GroupToday]:
    """Groups only: individual sessions are in each person's own day."""
    away = away_on(day)
    sessions = sessions_on(day, site).filter(group__isnull=False).order_by("starts_at", "pk")
    return [_group(session, session.leader_id in away) for session in sessions]


def _group(session: Session, away: bool) -> GroupToday:
    room = session.room.capacity - 1 if session.room else session.group.max_size
    return GroupToday(
        public_id=session.public_id,
        time=wall_time.clock_words(session.start_minute),
        starts_at=session.starts_at,
        title=session.title,
        site=session.site.name if session.site else "",
        room=session.room.name if session.room else "",
        leader=str(session.leader),
        away=away,
        taken=len(session.live_seats),
        seats=min(session.group.max_size, room),
        least=session.group.min_size,
        cancelled=session.is_cancelled,
    )
