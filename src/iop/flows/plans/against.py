"""What speaks against a proposal, found in the same records. Said beside it, never decided by it."""

from datetime import date, timedelta

from iop.attendance.models import Attendance
from iop.core.levels_of_care import is_lower
from iop.core.plans import LevelChange, MoreHours, StepDown
from iop.flows.plans.standing import Standing, entered_on
from iop.plans.free_time import too_little_free
from iop.plans.models import PlanVersion

LOOK_BACK_DAYS = 14
"""Two program weeks of lateness and absence are looked at. Default [D]."""

Codes = list[dict[str, object]]


def against(standing: Standing, proposed: StepDown | LevelChange | MoreHours) -> Codes:
    """Codes with their figures; empty when nothing was found."""
    return [
        *_attendance(standing),
        *_unmarked(standing),
        *_waived(standing),
        *_level(standing, proposed),
        *_short_stay(standing, proposed),
        *_free(standing, proposed),
    ]


def _attendance(standing: Standing) -> Codes:
    since = standing.on - timedelta(days=LOOK_BACK_DAYS - 1)
    of_client = Attendance.objects.filter(client=standing.client, session__day__range=(since, standing.on))
    marks = list(of_client.select_related("session"))
    late = [mark.arrived - mark.session.start_minute for mark in marks if mark.state == "late" and mark.arrived]
    missed = sum(mark.state == "no_show" for mark in marks)
    early = sum(mark.state == "left_early" for mark in marks)
    found: Codes = []
    if late:
        found.append(_code("late" if len(late) > 1 else "late_once", count=len(late), minutes=max(late)))
    if missed:
        found.append(_code("no_show" if missed > 1 else "no_show_once", count=missed))
    return [*found, *([_code("left_early" if early > 1 else "left_early_once", count=early)] if early else [])]


def _unmarked(standing: Standing) -> Codes:
    """What nobody marked is not known: it may speak against the step or not."""
    since = standing.on - timedelta(days=LOOK_BACK_DAYS - 1)
    count = sum(session.day >= since for session in standing.unmarked_sessions)
    return [_code("unmarked", count=count)] if count else []


def _waived(standing: Standing) -> Codes:
    count = len(standing.facts.waivers)
    return [_code("waived", count=count)] if count else []


def _level(standing: Standing, proposed: StepDown | LevelChange | MoreHours) -> Codes:
    if not isinstance(proposed, LevelChange):
        return []
    if proposed.to_rung is None:
        return [_code("not_offered")]
    return [_code("leaves_level", level=proposed.from_level)]


def _short_stay(standing: Standing, proposed: StepDown | LevelChange | MoreHours) -> Codes:
    goes_down = isinstance(proposed, StepDown) or (
        isinstance(proposed, LevelChange) and proposed.to_level and is_lower(proposed.to_level, proposed.from_level)
    )
    typical = standing.ladder.rung(standing.prescribed.rung).typical_weeks
    weeks = _weeks(entered_on(standing.signed, standing.version), standing.on)
    return [_code("short_stay", weeks=weeks, typical=typical)] if goes_down and weeks < typical else []


def _free(standing: Standing, proposed: StepDown | LevelChange | MoreHours) -> Codes:
    """Asked only where hours rise: fewer fit wherever more did."""
    if not isinstance(proposed, MoreHours | LevelChange) or proposed.to_rung is None:
        return []
    rung, minutes = standing.ladder.rung(proposed.to_rung), proposed.to_minutes or 0
    if minutes <= standing.prescribed.weekly_minutes:
        return []
    wanted = PlanVersion(weekly_minutes=minutes, max_days=rung.max_days, max_visit_minutes=rung.max_visit)
    lack = too_little_free(wanted, standing.client)
    return [_code("too_little_free", asked=lack.asked, free=lack.free)] if lack else []


def _weeks(since: date, on: date) -> int:
    return ((on - since).days + 1) // 7


def _code(code: str, **values: object) -> dict[str, object]:
    return {"code": code, "values": values}
