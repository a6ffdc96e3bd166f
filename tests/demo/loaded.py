"""A demo center, loaded at a chosen moment and taken back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.db import transaction

from iop.centers.models import Organization, Program
from iop.clients.models import Client
from iop.core import clock
from iop.flows.demo.loading import load
from iop.plans.queries import version_in_force
from iop.schedule.models import Seat, Session
from iop.schedule.queries import live_sessions
from iop.tenancy.context import acting_for

SUNDAY_EVENING = datetime(2027, 1, 25, 4, 0, tzinfo=UTC)
"""The present week has been lived through; 24 January in all our centers."""


@dataclass
class Demo:
    organization: Organization

    @cached_property
    def program(self) -> Program:
        return Program.objects.get()

    @cached_property
    def monday(self) -> date:
        return clock.monday_of(clock.today(self.organization.time_zone))

    def week(self, number: int) -> date:
        return self.monday + timedelta(weeks=number)

    def sessions(self, number: int) -> list[Session]:
        return list(live_sessions(self.program, self.week(number)))

    def client(self, number: str) -> Client:
        return Client.objects.get(number=number)

    def hours(self, number: str) -> list[int]:
        """Prescribed minutes of the client in each week from four back to the next."""
        client = self.client(number)
        found = (version_in_force(client, self.week(week)) for week in range(-4, 2))
        return [version.weekly_minutes if version else 0 for version in found]

    def seats_of(self, number: str, week: int) -> list[Session]:
        seats = Seat.objects.filter(client__number=number, withdrawn_by__isnull=True).values("session")
        return list(live_sessions(self.program, self.week(week)).filter(pk__in=seats))


@contextmanager
def demo_at(key: str, now: datetime = SUNDAY_EVENING) -> Iterator[Demo]:
    """Inside the center, as of `now`. Nothing of it remains."""
    with clock.set_to(now), transaction.atomic():
        organization = load(key, password="!")
        with acting_for(organization.pk, actor="test"):
            yield Demo(organization)
        transaction.set_rollback(True)
