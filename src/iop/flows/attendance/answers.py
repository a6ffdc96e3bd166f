"""What the screen's script hears back: one object for each mark, with words ready to show. Ids only, no names."""

from zoneinfo import ZoneInfo

from iop.attendance.models import THERE, Attendance
from iop.attendance.refusals import EditedMeanwhile, MarkRefused
from iop.attendance.words import in_words, minutes_words
from iop.core import clock
from iop.core.wall_time import clock_words
from iop.schedule.models import Session


def saved(public_id: str, row: Attendance | None, session: Session) -> dict[str, object]:
    """The mark as it stands now."""
    return {"client": public_id, "ok": True, **stands(row, session)}


def refused(public_id: str, refusal: MarkRefused, session: Session) -> dict[str, object]:
    """Why nothing was saved; with what stands when somebody else marked meanwhile."""
    answer: dict[str, object] = {"client": public_id, "ok": False, "mistake": str(refusal)}
    if isinstance(refusal, EditedMeanwhile):
        answer["theirs"] = stands(refusal.theirs, session)
    return answer


def stands(row: Attendance | None, session: Session) -> dict[str, object]:
    """One mark in words and figures."""
    return {
        "state": row.state if row else "",
        "arrived": clock_words(row.arrived if row and row.arrived is not None else session.start_minute),
        "left": clock_words(row.left if row and row.left is not None else session.end_minute),
        "minutes": minutes_words(row),
        "short": bool(row and row.state in THERE and row.counted_minutes < session.counted_minutes),
        "revision": row.revision if row else 0,
        "words": in_words(row),
    }


def now_words(zone: str) -> str:
    """The present moment on the session's clock."""
    local = clock.now().astimezone(ZoneInfo(zone))
    return clock_words(local.hour * 60 + local.minute)
