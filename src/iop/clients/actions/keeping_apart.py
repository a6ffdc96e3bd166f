"""Two clients who must not meet. Few may know of it; everybody's timetable obeys it."""

from django.db import transaction
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.clients.models import Client, NoContactPair
from iop.clients.refusals import NotSaved
from iop.core import clock

KEPT_APART, APART_ENDED = "kept_apart", "kept_apart_ended"
"""The events in both charts; only those who may see no-contact pairs may read them."""


@transaction.atomic
def keep_apart(client: Client, other: Client, *, scope: str, reason: str) -> NoContactPair:
    """The two are kept apart from now on; a pair that had ended begins again. A second press changes nothing."""
    if client.pk == other.pk:
        raise NotSaved(_("Choose another client: nobody is kept apart from themselves."))
    one, two = sorted((client, other), key=lambda person: person.pk)
    pair, new = NoContactPair.objects.select_for_update().get_or_create(
        organization_id=client.organization_id,
        client=one,
        other=two,
        defaults={"scope": scope, "reason": reason},
    )
    if new or (pair.scope, pair.reason, pair.ended_on) != (scope, reason, None):
        pair.scope, pair.reason, pair.ended_on = scope, reason, None
        pair.save()
        for person in (one, two):
            record(KEPT_APART, subject=pair, client=person, scope=scope)
    return pair


@transaction.atomic
def end_apart(pair: NoContactPair, *, zone: str) -> None:
    """From today on the two may meet again."""
    if pair.ended_on is not None:
        return
    pair.ended_on = clock.today(zone)
    pair.save(update_fields=["ended_on"])
    for person in (pair.client_id, pair.other_id):
        record(APART_ENDED, subject=pair, client=person)
