"""Which tables the demo's file holds, in an order in which they can be filled, and what their columns are."""

from functools import cache
from graphlib import TopologicalSorter

from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from iop.accounts.models import User
from iop.centers.models import Room, Staff
from iop.clients.models import Client
from iop.flows.demo.fixed_ids import NAMED_BY
from iop.plans import models as plans
from iop.schedule.models import Booking, CalendarFeed
from iop.tenancy.models import TenantModel

LEFT_OUT = {CalendarFeed}
"""Addresses that are secrets."""
CONTENT = {
    plans.Need,
    plans.AffinityNeed,
    plans.Problem,
    plans.Goal,
    plans.Objective,
    plans.Intervention,
    plans.Milestone,
}
BOOKED = {Booking.ROOM: Room, Booking.STAFF: Staff, Booking.CLIENT: Client}

Model = type[models.Model]


@cache
def tables() -> tuple[Model, ...]:
    """Every tenant table, what it points to before it; signatures after all they sign, because then it is final."""
    kept = [m for m in apps.get_models() if issubclass(m, TenantModel) and m not in LEFT_OUT and not m._meta.proxy]
    sorter = TopologicalSorter({model: _before(model, set(kept)) for model in kept})
    return tuple(sorter.static_order())


def _before(model: Model, kept: set[Model]) -> list[Model]:
    named = [field.related_model for field in references(model).values()]
    needed = {one for one in named if one in kept and one is not model}
    if model is plans.PlanSignature:
        needed |= CONTENT
    return sorted(needed, key=lambda one: one._meta.db_table)


def columns(model: Model) -> list[models.Field]:
    """The fields that the file says something of."""
    skipped = {"id", "organization", "password", "last_login"} | (set() if model in NAMED_BY else {"public_id"})
    return [field for field in model._meta.concrete_fields if field.name not in skipped]


def references(model: Model) -> dict[str, models.ForeignKey]:
    """Fields that point to a row of another table of the organization, by name."""
    found = (field for field in model._meta.concrete_fields if field.is_relation and field.name != "organization")
    return {field.name: field for field in found}


def kind_of(field: models.Field) -> str:
    """How the file writes a value of the field: ref, moment, day, span or plain."""
    if field.is_relation:
        return "ref"
    if isinstance(field, models.DateTimeField):
        return "moment"
    if isinstance(field, models.DateField):
        return "day"
    return "span" if isinstance(field, DateTimeRangeField) else "plain"


def booked_table(kind: int) -> Model:
    """The table a booking's `resource_id` points into."""
    return BOOKED[kind]


def all_tables() -> tuple[Model, ...]:
    """Accounts first: nearly everything names one."""
    return (User, *tables())
