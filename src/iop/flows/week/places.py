"""Sites, rooms, and when a room cannot be used: closures and the meetings the building hosts."""

from datetime import timedelta

from django.db.models import Q

from iop.centers.models import HostedMeeting, Room, RoomClosure, Service, Site
from iop.core.timetable.times import DAY
from iop.flows.week.care import away_feature, away_room, is_away
from iop.flows.week.frame import Frame

NO_LIMIT = 1000
"""People who fit in a place away from the site: the size of the group is the limit there."""


def places_json(frame: Frame, services: list[Service]) -> dict:
    """`sites`, `rooms` and `room_closures` of the problem."""
    sites = list(frame.program.sites.order_by("pk"))
    rooms = list(_rooms(frame).select_related("site"))
    return {
        "sites": [{"id": site.public_id, "open": [list(window) for window in site.open_windows]} for site in sites],
        "rooms": [_room_json(room) for room in rooms] + _away_rooms(sites, services),
        "room_closures": _closures(frame, rooms),
    }


def _rooms(frame: Frame):
    still_open = Q(closed_for_good_on__isnull=True) | Q(closed_for_good_on__gt=frame.monday)
    in_use = Q(sessions__week__monday=frame.monday, sessions__withdrawn_by__isnull=True)
    rooms = Room.objects.filter(site__program=frame.program, is_offsite=False)
    return rooms.filter(still_open | in_use).distinct().order_by("pk")


def _room_json(room: Room) -> dict:
    return {
        "id": room.public_id,
        "site": room.site.public_id,
        "capacity": room.capacity,
        "features": sorted(room.features),
    }


def _away_rooms(sites: list[Site], services: list[Service]) -> list[dict]:
    """A place away from the site holds whoever may come along, and nothing else fits there."""
    return [
        {
            "id": away_room(service, site),
            "site": site.public_id,
            "capacity": NO_LIMIT,
            "features": [away_feature(service)],
        }
        for service in services
        if is_away(service)
        for site in sites
    ]


def _closures(frame: Frame, rooms: list[Room]) -> list[dict]:
    ids = {room.pk: room.public_id for room in rooms}
    found = [_for_good(frame, room) for room in rooms if room.closed_for_good_on]
    found += [_closure(frame, row, ids) for row in _closure_rows(frame, ids)]
    found += [_meeting(row, ids) for row in HostedMeeting.objects.filter(room__in=ids).order_by("pk")]
    return [closure for closure in found if closure["start"] < closure["end"]]


def _closure_rows(frame: Frame, rooms: dict[int, str]):
    return RoomClosure.objects.filter(room__in=rooms, day__range=(frame.monday, frame.sunday)).order_by("pk")


def _for_good(frame: Frame, room: Room) -> dict:
    start = max(0, (room.closed_for_good_on - frame.monday) // timedelta(days=1)) * DAY
    return {"room": room.public_id, "start": start, "end": 7 * DAY}


def _closure(frame: Frame, row: RoomClosure, rooms: dict[int, str]) -> dict:
    day = (row.day - frame.monday).days * DAY
    return {"room": rooms[row.room_id], "start": day + row.start_minute, "end": day + row.end_minute}


def _meeting(row: HostedMeeting, rooms: dict[int, str]) -> dict:
    start = row.weekday * DAY + row.start_minute
    return {"room": rooms[row.room_id], "start": start, "end": start + row.minutes}
