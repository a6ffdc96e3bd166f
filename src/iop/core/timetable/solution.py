"""A week as a solution file: `{"format": "iop-week-solution/1", "sessions": [...]}`."""

from collections.abc import Iterator

from iop.core.timetable.fields import Field, parsed_json
from iop.core.timetable.week import Session, Week

FORMAT = "iop-week-solution/1"

Json = dict[str, object]


def read_solution(text: str) -> Week:
    """Parse the text of a solution file; raises ProblemError. Whether the ids exist is rule S1's to say."""
    top = parsed_json(text)
    top.at("format").one_of(FORMAT)
    return Week.of(read_sessions(top.at("sessions")))


def read_sessions(field: Field) -> Iterator[Session]:
    for item in field.items():
        yield Session(
            id=item.at("id").text(),
            service=item.at("service").text(),
            group=item.at_or("group", None).text_or_none(),
            start=item.at("start").number(least=-1_000_000),
            location=item.at("location").text(),
            staff=item.at("staff").text(),
            co_staff=item.at_or("co_staff", None).text_or_none(),
            room=item.at_or("room", None).text_or_none(),
            clients=tuple(client.text() for client in item.at_or("clients", []).items()),
        )


def solution_json(week: Week) -> Json:
    """The week in the shape of the solution file."""
    return {"format": FORMAT, "sessions": [session_json(session) for session in week.sessions]}


def session_json(session: Session) -> Json:
    return {
        "id": session.id,
        "service": session.service,
        "group": session.group,
        "start": session.start,
        "location": session.location,
        "staff": session.staff,
        "co_staff": session.co_staff,
        "room": session.room,
        "clients": list(session.clients),
    }
