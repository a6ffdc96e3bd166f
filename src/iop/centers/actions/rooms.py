"""Closing a room for a while, and opening it again."""

from datetime import date

from django.db import transaction

from iop.audit.record import record
from iop.centers.models import Room, RoomClosure


@transaction.atomic
def close_room(room: Room, *, day: date, start_minute: int, end_minute: int, reason: str) -> RoomClosure:
    """Nothing is planned in the room in that time; what is already released there stays until somebody moves it."""
    Room.objects.select_for_update().get(pk=room.pk)
    closure, new = RoomClosure.objects.get_or_create(
        organization_id=room.organization_id,
        room=room,
        day=day,
        start_minute=start_minute,
        end_minute=end_minute,
        defaults={"reason": reason},
    )
    if new:
        record("room_closed", subject=closure, reason=reason)
    return closure


@transaction.atomic
def open_room(closure: RoomClosure) -> None:
    record("room_opened", subject=closure)
    closure.delete()
