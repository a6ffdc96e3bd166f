"""Who is told what after a release: people whose week changed, and nobody else."""

from iop.centers.models import Staff
from iop.clients.models import Client
from iop.flows.week.comparing import Change, Comparison
from iop.schedule.models import Release, WeekNotice


def tell_people(release: Release, comparison: Comparison, rows: dict[str, str]) -> None:
    """One notice for each client and each member of staff whose week changed. `rows`: session public id by draft id."""
    clients = dict(Client.objects.filter(public_id__in=comparison.clients).values_list("public_id", "pk"))
    staff = dict(Staff.objects.filter(public_id__in=comparison.staff).values_list("public_id", "pk"))
    notices = [
        _notice(release, _codes(changes, rows), client_id=clients[who])
        for who, changes in sorted(comparison.clients.items())
        if who in clients
    ]
    notices += [
        _notice(release, _codes(changes, rows), staff_id=staff[who])
        for who, changes in sorted(comparison.staff.items())
        if who in staff
    ]
    WeekNotice.objects.bulk_create(notices)


def _notice(release: Release, changes: list[dict], **who: int) -> WeekNotice:
    return WeekNotice(organization_id=release.organization_id, release=release, changes=changes, **who)


def _codes(changes: list[Change], rows: dict[str, str]) -> list[dict]:
    """Codes and minutes of the week; words are made where they are shown."""
    return [
        {
            "what": change.what,
            "session": rows.get(change.session.id, change.session.id),
            "service": change.session.service,
            "group": change.session.group,
            "start": change.session.start,
            "was": change.was.start if change.was else None,
        }
        for change in changes
    ]
