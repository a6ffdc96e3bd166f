"""Marks, and what follows once they are committed: milestones are looked at again, proposals made or withdrawn."""

from collections.abc import Sequence

from django.db import transaction

from iop.accounts.models import User
from iop.attendance.actions import calling_off, marking, undoing
from iop.attendance.actions.marking import Asked
from iop.attendance.models import Attendance
from iop.attendance.queries import on_roster
from iop.clients.models import Client
from iop.core import clock
from iop.flows.plans.proposals import propose_for
from iop.schedule.models import Session, SessionCancellation
from iop.tenancy.context import acting_for


def mark(session: Session, asked: Asked, *, by: User) -> Attendance:
    """One mark, and its consequences after the commit. Raises MarkRefused like the action."""
    row = marking.mark(
        session, asked.client, asked.state, arrived=asked.arrived, left=asked.left, by=by, revision=asked.revision
    )
    follow(session, [asked.client])
    return row


def mark_many(session: Session, asked: Sequence[Asked], *, by: User) -> list[Attendance]:
    rows = marking.mark_many(session, asked, by=by)
    follow(session, [one.client for one in asked])
    return rows


def restore(session: Session, client: Client, *, to_revision: int, by: User, revision: int | None) -> Attendance | None:
    row = undoing.restore(session, client, to_revision=to_revision, by=by, revision=revision)
    follow(session, [client])
    return row


def call_off(session: Session, *, reason: str, by: User) -> SessionCancellation:
    cancellation = calling_off.call_off(session, reason=reason, by=by)
    follow(session, on_roster(session))
    return cancellation


def hold_after_all(session: Session, *, by: User) -> None:
    calling_off.hold_after_all(session, by=by)
    follow(session, on_roster(session))


def follow(session: Session, clients: Sequence[Client]) -> None:
    """Look at the milestones of these clients again, after the commit and in a transaction of its own.

    A mark that is saved stays saved, whatever the evaluation finds.
    """
    organization_id, zone, ids = session.organization_id, session.zone, [client.pk for client in clients]
    transaction.on_commit(lambda: look_again(organization_id, ids, zone))


def look_again(organization_id: int, client_ids: Sequence[int], zone: str) -> None:
    """Evaluate each client's milestones with what attendance says now; propose or withdraw what follows."""
    with acting_for(organization_id, actor="system:attendance", purpose="attendance was marked"):
        for client in Client.objects.filter(pk__in=client_ids).order_by("pk"):
            propose_for(client, clock.today(zone))
