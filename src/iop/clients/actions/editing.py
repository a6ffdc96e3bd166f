"""Change what is known of a client; two people who edit at once notice each other."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.clients.facts import Facts, facts_of, put
from iop.clients.models import Affinity, Client, Cover
from iop.clients.refusals import ChangedMeanwhile
from iop.clients.words import listed
from iop.core import clock


@transaction.atomic
def edit_facts(client: Client, facts: Facts, *, seen: str, zone: str) -> Client:
    """The facts are as said. `seen` is the digest of what the editor read. Saving nothing new changes nothing."""
    locked = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    stands = facts_of(locked)
    changed = facts.changed_from(stands)
    if not changed:
        return locked
    if seen != stands.digest:
        raise ChangedMeanwhile(meanwhile(changed, stands, facts))
    put(locked, facts)
    locked.save()
    keep_covers(locked, facts.covers)
    share(locked, facts.affinities, on=clock.today(zone))
    record("client_facts_changed", subject=locked, client=locked, changed=changed)
    return locked


def meanwhile(changed: list[str], stands: Facts, facts: Facts) -> str:
    """What stands and what was typed, fact by fact."""
    pairs = [
        _("%(fact)s: now “%(theirs)s”, you typed “%(yours)s”")
        % {"fact": name.replace("_", " "), "theirs": said(getattr(stands, name)), "yours": said(getattr(facts, name))}
        for name in changed
    ]
    words = _("Somebody saved this client while you were typing. Nothing of yours was saved yet. %(pairs)s.")
    return words % {"pairs": "; ".join(pairs)}


def said(value: object) -> str:
    return listed(value) if isinstance(value, tuple) else str("" if value is None else value)


def keep_covers(client: Client, staff_ids: tuple[int, ...]) -> None:
    """These may stand in for the primary therapist, nobody else."""
    client.covers.exclude(staff_id__in=staff_ids).delete()
    for staff_id in staff_ids:
        Cover.objects.get_or_create(organization_id=client.organization_id, client=client, staff_id=staff_id)


def share(client: Client, tags: tuple[str, ...], *, on: date) -> None:
    """The affinities the client chose to share; one they no longer share is forgotten."""
    client.affinities.exclude(tag__in=tags).delete()
    for tag in tags:
        Affinity.objects.get_or_create(
            organization_id=client.organization_id, client=client, tag=tag, defaults={"shared_on": on}
        )
