"""A return to use is recorded: a safety task opens, milestones rest, more hours are proposed. Nothing earned is lost.

Source: clinical facts §3.4. Never a discharge, a fee or a label.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.admissions.models import Episode
from iop.centers.models import Credential, Program, Staff
from iop.clients.models import Client
from iop.core import clock
from iop.core.plans import ReturnToUsePolicy
from iop.flows.plans.proposals import propose_for
from iop.plans.credentials import licenses_accepted
from iop.plans.models import HoursProposal
from iop.safety.actions.opening import note_return_to_use, open_task
from iop.safety.models import ReturnToUse, SafetyTask


@dataclass(frozen=True)
class Recorded:
    """What came of it; `new` is false when the same was recorded before."""

    event: ReturnToUse
    task: SafetyTask
    proposal: HoursProposal | None
    new: bool = True


@dataclass(frozen=True)
class CannotRecord:
    """What is missing."""

    reason: str


@transaction.atomic
def record_return_to_use(
    client: Client,
    *,
    on: date,
    substance: str,
    learned_from: str,
    responsible: Staff,
    by,
    circumstances: str = "",
) -> Recorded | CannotRecord:
    """Event, safety task, rest of the milestones and proposal: all of it or nothing."""
    Client.objects.select_for_update().get(pk=client.pk)
    episode = Episode.objects.filter(client=client, discharged_on__isnull=True).select_related("program").first()
    if episode is None:
        return CannotRecord(_("This client is not in care now."))
    program, today = episode.program, clock.today(episode.program.time_zone)
    if not licensed_staff(program).filter(pk=responsible.pk).exists():
        return CannotRecord(_("The safety check needs somebody with a license that has not expired."))
    facts = {"on": on, "substance": substance, "learned_from": learned_from, "circumstances": circumstances}
    event, new = note_return_to_use(client, by=by, **facts)
    if not new:
        return Recorded(event, event.tasks.get(), None, new=False)
    task = _task(client, event, program, responsible, by)
    return Recorded(event, task, propose_for(client, today))


def licensed_staff(program: Program):
    """Staff who hold a license today and still work here, by name."""
    today = clock.today(program.time_zone)
    held = Credential.objects.filter(code__in=licenses_accepted(program))
    current = held.exclude(expires_on__lt=today)
    working = Staff.objects.exclude(last_day__lt=today)
    return working.filter(pk__in=current.values("staff_id")).order_by("last_name", "first_name")


def _task(client: Client, event: ReturnToUse, program: Program, responsible: Staff, by) -> SafetyTask:
    policy = program.definition.return_to_use
    return open_task(
        client,
        kind="return_to_use",
        words=_words(event, policy, clock.today(program.time_zone)),
        responsible=responsible,
        due_at=clock.now() + timedelta(hours=policy.safety_task_due_hours),
        by=by,
        return_to_use=event,
    )


def _words(event: ReturnToUse, policy: ReturnToUsePolicy, today: date) -> str:
    """What has to be looked at, with the program's days (clinical facts §3.4, steps 2 to 5)."""
    day = date_format(event.on, "j F")
    review_by = today + timedelta(days=policy.plan_review_within_days)
    said = _("Safety check after the return to use on %(day)s: overdose risk, withdrawal, naloxone, suicidal thoughts.")
    review = ngettext(
        "Individual session within %(days)d business day; plan review by %(review)s.",
        "Individual session within %(days)d business days; plan review by %(review)s.",
        policy.individual_within_days,
    )
    parts = [
        said % {"day": day},
        review % {"days": policy.individual_within_days, "review": date_format(review_by, "j F")},
    ]
    return " ".join([*parts, *([_("Tell the prescriber.")] if policy.prescriber_told else [])])
