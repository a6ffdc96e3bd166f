"""The client's calendar address: made, changed, ended. At most one is open for a client."""

from django.db import transaction
from django.db.models import F

from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.schedule.feed_address import hashed, new_token
from iop.schedule.models import CalendarEntry, CalendarFeed


@transaction.atomic
def make_feed(client: Client, *, title: str, shows_place: bool) -> tuple[CalendarFeed, str]:
    """A new address, and the end of the one before. The secret is returned this once and cannot be read again."""
    Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    end_feeds(client)
    token = new_token(client.organization)
    feed = CalendarFeed.objects.create(
        organization_id=client.organization_id,
        client=client,
        token_hash=hashed(token),
        title=title,
        shows_place=shows_place,
        made_at=clock.now(),
    )
    record("calendar_address_made", subject=feed, client=client, shows_place=shows_place)
    return feed, token


@transaction.atomic
def change_feed(feed: CalendarFeed, *, title: str, shows_place: bool) -> CalendarFeed:
    """Title and place are shown like this from now on; entries count as changed, so that calendars take them over."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if (feed.title, feed.shows_place) == (title, shows_place):
        return feed
    feed.title, feed.shows_place = title, shows_place
    feed.save(update_fields=["title", "shows_place"])
    entries = CalendarEntry.objects.filter(client_id=feed.client_id)
    entries.update(sequence=F("sequence") + 1, changed_at=clock.now())
    record("calendar_options_changed", subject=feed, client=feed.client_id, shows_place=shows_place)
    return feed


def end_feeds(client: Client) -> int:
    """No address of this client answers any more: at their wish, or at discharge. Says how many were open."""
    open_feeds = list(CalendarFeed.objects.filter(client=client, revoked_at__isnull=True))
    for feed in open_feeds:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        record("calendar_address_ended", subject=feed, client=client)
    return len(open_feeds)
