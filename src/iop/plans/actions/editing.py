"""A draft is saved by one person at a time: whoever comes second is told, and loses nothing they typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from iop.accounts.models import User
from iop.audit.models import Event
from iop.audit.record import record
from iop.plans.content import Values, values_of, write
from iop.plans.models import PlanVersion


@dataclass(frozen=True)
class Saved:
    """The draft says what was typed; `revision` is what the next save must name."""

    version: PlanVersion
    revision: int


@dataclass(frozen=True)
class Difference:
    """One thing that stands there now and reads otherwise in what was typed. None: not there (any more)."""

    key: str
    saved: object
    typed: object


@dataclass(frozen=True)
class Outdated:
    """Somebody saved since the form was opened. Nothing was written."""

    revision: int
    saved_by: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class AlreadySigned:
    """The version was signed meanwhile: a change is the next version."""


@transaction.atomic
def save(
    version: PlanVersion, values: Mapping[str, object], *, revision: int, by, removed: frozenset[str] = frozenset()
) -> Saved | Outdated | AlreadySigned:
    """The draft says what was typed, unless it was signed or saved by somebody else since revision `revision`."""
    version = PlanVersion.objects.select_for_update().select_related("plan__episode__client").get(pk=version.pk)
    if version.signatures.exists():
        return AlreadySigned()
    if version.revision != revision:
        return Outdated(version.revision, _last_saved_by(version), differences(values_of(version), values))
    version.revision += 1
    write(version, values, removed)
    record("plan_saved", subject=version, client=version.plan.episode.client, revision=version.revision)
    return Saved(version, version.revision)


def differences(saved: Values, typed: Mapping[str, object]) -> tuple[Difference, ...]:
    """Everything that reads otherwise, in the order of the plan; empty lines that were offered are none."""
    keys = list(dict.fromkeys([*saved, *typed]))
    pairs = ((key, saved.get(key), typed.get(key)) for key in keys)
    return tuple(Difference(key, old, new) for key, old, new in pairs if (old or None) != (new or None))


def _last_saved_by(version: PlanVersion) -> str:
    """The name of who saved last, from the trail; "" when only the system did."""
    saves = Event.objects.filter(subject_type=version._meta.db_table, subject_id=str(version.pk), action="plan_saved")
    last = saves.order_by("-id").values_list("actor", flat=True).first() or ""
    kind, _, number = last.partition(":")
    user = User.objects.filter(pk=number).first() if kind == "user" and number.isdigit() else None
    return user.name if user else ""
