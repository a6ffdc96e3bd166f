"""Which later sessions of the week somebody could still join.

The same rules as the timetable's, asked for one person and one session of the released week (core/timetable/contents.py).
A rule that cannot be judged here counts as not fitting: better no hope than a false one.
"""

from iop.clients.models import Client
from iop.flows.attendance.rest_of_week import RestOfWeek
from iop.schedule.models import Session


def free_seats(client: Client, rest: RestOfWeek) -> list[Session]:
    """Sessions still to come that the client could join, all of them together, earliest first."""
    found = []
    for session in rest.sessions:
        if fits(client, session, rest):
            found.append(session)
            rest = rest.with_seat(client, session)
    return found


def fits(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """Whether the client could take a seat there."""
    return (
        rest.is_ahead(session)
        and client.pk not in rest.seated.get(session.pk, set())
        and is_for(client, session, rest)
        and has_room(session, rest)
        and can_come(client, session, rest)
        and plan_allows(client, session, rest)
        and meets_nobody(client, session, rest)
    )


def is_for(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """An open group for people like this client: mode, site, language, age, affinity they chose to share, waiver."""
    group = session.group
    return (
        group is not None
        and not group.is_closed
        and session.mode in client.modes
        and (session.mode == "telehealth" or session.site_id == client.site_id)
        and group.language in client.languages
        and group.age_band == client.age_band_on(session.day)
        and (not group.affinity or group.affinity in rest.affinities[client.pk])
        and (not session.service.needs_waiver or session.service_id in rest.waivers[client.pk])
    )


def has_room(session: Session, rest: RestOfWeek) -> bool:
    """A seat in the group, and in the room beside those who lead."""
    taken = len(rest.seated.get(session.pk, set()))
    leaders = 2 if session.co_leader_id else 1
    in_room = session.room is None or taken + leaders < session.room.capacity
    return taken < session.group.max_size and in_room


def can_come(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """Free at that time, in no other session then, and at one place that day."""
    own = rest.not_missed(client)
    same_day = [other for other in own if other.day == session.day]
    return (
        any(
            day == session.day.weekday() and start <= session.start_minute and session.end_minute <= end
            for day, start, end in rest.windows.get(client.pk, ())
        )
        and not any(overlap(other, session) for other in own)
        and all((other.mode, other.site_id) == (session.mode, session.site_id) for other in same_day)
    )


def plan_allows(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """The plan names the service and has room for one more; no group twice a week; days and visits stay within it."""
    version = rest.plans.get(client.pk)
    if version is None:
        return False
    own = rest.not_missed(client)
    most = {need.service_id: need.max_sessions for need in version.needs.all()}
    visit = session.minutes + sum(other.minutes for other in own if other.day == session.day)
    booked = sum(rest.minutes_in(client, other) for other in own)
    return (
        sum(other.service_id == session.service_id for other in own) < most.get(session.service_id, 0)
        and all(other.group_id != session.group_id for other in own)
        and len({other.day for other in own} | {session.day}) <= version.max_days
        and visit <= version.max_visit_minutes
        and booked + session.counted_minutes <= version.max_minutes
    )


def meets_nobody(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """Nobody they must not meet is there, nor in the building at that time."""
    apart = rest.pairs.get(client.pk, set())
    near = [
        other
        for other in rest.sessions
        if other.pk == session.pk or (other.site_id == session.site_id is not None and overlap(other, session))
    ]
    return all(apart.isdisjoint(rest.seated.get(other.pk, set())) for other in near)


def overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
