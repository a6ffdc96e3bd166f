"""Released sessions as the engine reads them: last week's, and those of this week when it has begun."""

from datetime import timedelta

from iop.core.timetable.problem import TELEHEALTH
from iop.core.timetable.times import Window
from iop.core.wall_time import minute_of_week
from iop.flows.week.care import away_room, is_away
from iop.flows.week.frame import Frame
from iop.schedule.models import Session
from iop.schedule.queries import live_sessions

Json = dict[str, object]


def previous_json(frame: Frame) -> Json | None:
    """Last week as it was released; cancelled sessions stay in it, because the habit does."""
    last = list(live_sessions(frame.program, frame.monday - timedelta(days=7)))
    return {"sessions": [session_json(session) for session in last]} if last else None


def released(frame: Frame) -> list[Session]:
    """This week's sessions that take place, when the week has begun; a week to come is made anew."""
    if not frame.now:
        return []
    return [session for session in live_sessions(frame.program, frame.monday) if not session.is_cancelled]


def published_json(sessions: list[Session], clients: set[str]) -> Json:
    """What is announced. Clients who are no longer planned are left out of it, and sessions that only they had."""
    found = [session_json(session) for session in sessions]
    for entry in found:
        entry["clients"] = [client for client in entry["clients"] if client in clients]
    return {"sessions": [e for e in found if e["clients"] or e["co_staff"]]}


def session_json(session: Session) -> Json:
    return {
        "id": session.public_id,
        "service": session.service.public_id,
        "group": session.group.public_id if session.group else None,
        "start": minute_of_week(session.day, session.start_minute),
        "location": TELEHEALTH if session.mode == TELEHEALTH else session.site.public_id,
        "staff": session.leader.public_id,
        "co_staff": session.co_leader.public_id if session.co_leader else None,
        "room": _room(session),
        "clients": [seat.client.public_id for seat in session.live_seats],
    }


def _room(session: Session) -> str | None:
    if session.room:
        return session.room.public_id
    return away_room(session.service, session.site) if session.site and is_away(session.service) else None


def add_what_was(frame: Frame, problem: Json) -> None:
    """People were where they were: the past of a week never breaks a rule about who is free."""
    for entry in problem["published"]["sessions"]:
        start = entry["start"]
        if start >= frame.now:
            continue
        minutes = next(s["minutes"] for s in problem["services"] if s["id"] == entry["service"])
        _was_there(problem["staff"], {entry["staff"], entry["co_staff"]}, (start, start + minutes))
        _was_there(problem["clients"], set(entry["clients"]), (start, start + minutes))


def _was_there(people: list[Json], ids: set[str | None], window: Window) -> None:
    for person in people:
        if person["id"] in ids:
            person["available"].append(list(window))
