"""Reads about staff, credentials and rooms, each in a fixed number of queries."""

from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from iop.centers.models import Credential, Leave, Room, RoomClosure, Staff

EXPIRES_SOON_DAYS = 30


def staff_list(words: str = "", site: str = "") -> QuerySet[Staff]:
    """Everybody on the staff with what the list shows; narrowed by name and by site (public id)."""
    found = Staff.objects.select_related("supervisor").prefetch_related(
        Prefetch("credentials", Credential.objects.order_by("code")), "staff_sites__site"
    )
    for word in words.split():
        found = found.filter(Q(first_name__istartswith=word) | Q(last_name__istartswith=word))
    return found.filter(staff_sites__site__public_id=site).distinct() if site else found


def rooms_with_closures(on: date) -> QuerySet[Room]:
    """Rooms by site, with closures of that day and later, and the meetings they host."""
    coming = RoomClosure.objects.filter(day__gte=on).order_by("day", "start_minute")
    return (
        Room.objects.select_related("site")
        .prefetch_related(Prefetch("closures", coming, to_attr="coming_closures"), "hosted_meetings")
        .order_by("site__name", "name")
    )


def expiring_credentials(on: date, days: int = EXPIRES_SOON_DAYS) -> QuerySet[Credential]:
    """Credentials that have ended or end within so many days, the soonest first; people who left are not counted."""
    here = Q(staff__last_day__isnull=True) | Q(staff__last_day__gte=on)
    soon = Credential.objects.filter(here, expires_on__lte=on + timedelta(days=days))
    return soon.select_related("staff").order_by("expires_on")


def away_on(day: date) -> dict[int, Leave]:
    """Who is away at some time of the day: staff id to leave."""
    return {leave.staff_id: leave for leave in Leave.objects.filter(first_day__lte=day, last_day__gte=day)}
