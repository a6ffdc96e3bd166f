"""What clients' calendars are told: one entry a seat, a stable UID, and a sequence that grows with every change they can see."""

import secrets
from collections.abc import Iterable

from iop.core import clock
from iop.schedule.models import CalendarEntry, Seat, Session

SEEN = ("day", "start_minute", "minutes", "zone", "place", "cancelled_at")
"""A change of one of these reaches the client's calendar; a room or a leader does not."""


def tell_calendars(sessions: Iterable[Session]) -> None:
    """Entries follow the seats of these sessions: made, moved, cancelled, or taken up again. Nothing is deleted."""
    sessions = {session.pk: session for session in sessions}
    cancelled = _not_held(sessions)
    seated = set(
        Seat.objects.filter(session__in=sessions, withdrawn_by__isnull=True).values_list("session_id", "client_id")
    )
    entries = list(CalendarEntry.objects.filter(session__in=sessions))
    told = {(entry.session_id, entry.client_id) for entry in entries}
    _make([(sessions[s], client) for s, client in sorted(seated - told) if s not in cancelled])
    for entry in entries:
        held = (entry.session_id, entry.client_id) in seated and entry.session_id not in cancelled
        _follow(entry, sessions[entry.session_id], held=held)
    CalendarEntry.objects.bulk_update(entries, [*SEEN, "sequence", "changed_at"])


def _not_held(sessions: dict[int, Session]) -> set[int]:
    rows = Session.objects.filter(pk__in=sessions)
    gone = rows.filter(withdrawn_by__isnull=False) | rows.filter(cancellation__isnull=False)
    return set(gone.values_list("pk", flat=True))


def _make(wanted: list[tuple[Session, int]]) -> None:
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            organization_id=session.organization_id,
            client_id=client,
            session=session,
            uid=secrets.token_urlsafe(18),
            changed_at=clock.now(),
            **_shown(session),
        )
        for session, client in wanted
    )


def _shown(session: Session) -> dict[str, object]:
    place = f"{session.site.name}, {session.site.city}" if session.site_id and session.mode == "onsite" else ""
    return {
        "day": session.day,
        "start_minute": session.start_minute,
        "minutes": session.minutes,
        "zone": session.zone,
        "place": place,
    }


def _follow(entry: CalendarEntry, session: Session, *, held: bool) -> None:
    before = [getattr(entry, name) for name in SEEN]
    if held:
        for name, value in _shown(session).items():
            setattr(entry, name, value)
    entry.cancelled_at = None if held else entry.cancelled_at or clock.now()
    if before != [getattr(entry, name) for name in SEEN]:
        entry.sequence += 1
        entry.changed_at = clock.now()
