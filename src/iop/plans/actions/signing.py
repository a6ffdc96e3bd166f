"""A person signs a plan version. From then on it never changes; a change is the next version (clinical facts §3.1)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.audit.record import record
from iop.clients.models import Client
from iop.core import clock
from iop.core.levels_of_care import BelowLevel, InRange, check_hours
from iop.plans import wording
from iop.plans.credentials import may_sign_as, signing_name
from iop.plans.digest import digest_of
from iop.plans.free_time import too_little_free
from iop.plans.models import Objective, PlanSignature, PlanVersion
from iop.plans.queries import signed_versions


@dataclass(frozen=True)
class Said:
    """A code for counting, and the sentence a person reads."""

    code: str
    words: str


@dataclass(frozen=True)
class Signed:
    """The signature; `new` is false when it stood there before. `warnings` are allowed, but said."""

    signature: PlanSignature
    warnings: tuple[Said, ...] = ()
    new: bool = True


@dataclass(frozen=True)
class CannotSign:
    """What has to be mended first."""

    reasons: tuple[Said, ...]


@transaction.atomic
def sign(version: PlanVersion, *, by, credential: str) -> Signed | CannotSign:
    """The version is signed by a clinician; a second press changes nothing."""
    version = PlanVersion.objects.select_for_update().select_related("plan__episode__client").get(pk=version.pk)
    before = version.signatures.filter(meaning="clinician").first()
    if before:
        return Signed(before, new=False)
    reasons = reasons_against(version, by=by, credential=credential)
    if reasons:
        return CannotSign(tuple(reasons))
    signature = _signature(version, "clinician", by, signing_name(by), credential)
    record(
        "plan_signed",
        subject=version,
        client=version.plan.episode.client,
        credential=credential,
        hours_exception=version.hours_exception_reason,
    )
    return Signed(signature, tuple(warnings_about(version)))


@transaction.atomic
def sign_for_client(version: PlanVersion, *, by, name: str) -> Signed | CannotSign:
    """The client's own signature beside the clinician's: `by` is who was signed in, `name` who signed."""
    version = PlanVersion.objects.select_for_update().select_related("plan__episode__client").get(pk=version.pk)
    before = version.signatures.filter(meaning="client").first()
    if before:
        return Signed(before, new=False)
    if not version.signatures.filter(meaning="clinician").exists():
        return CannotSign(
            (Said("not_signed", _("The clinician signs first, so that the client signs what is final.")),)
        )
    signature = _signature(version, "client", by, name, "")
    record("plan_signed_by_client", subject=version, client=version.plan.episode.client)
    return Signed(signature)


def reasons_against(version: PlanVersion, *, by, credential: str) -> list[Said]:
    """Everything that keeps this person from signing this version now."""
    found = _credential(version, by, credential) + _newer(version) + _objectives(version) + _hours(version)
    if not version.needs.filter(sessions__gt=0).exists():
        found.append(Said("no_services", _("The week has no services yet. Prescribe at least one.")))
    return found


def warnings_about(version: PlanVersion) -> list[Said]:
    """What may be signed, but has to be said."""
    lack = too_little_free(version, version.plan.episode.client)
    if lack is None:
        return []
    words = ngettext(
        "The plan asks for %(asked)s a week on at most %(days)d day; the client has %(free)s free.",
        "The plan asks for %(asked)s a week on at most %(days)d days; the client has %(free)s free.",
        lack.days,
    )
    said = words % {"asked": wording.hours(lack.asked), "days": lack.days, "free": wording.hours(lack.free)}
    return [Said("too_little_free", said)]


def _signature(version: PlanVersion, meaning: str, user, name: str, credential: str) -> PlanSignature:
    return PlanSignature.objects.create(
        organization_id=version.organization_id,
        version=version,
        meaning=meaning,
        user=user,
        name=name,
        credential=credential,
        signed_at=clock.now(),
        digest=digest_of(version),
    )


def _credential(version: PlanVersion, by, credential: str) -> list[Said]:
    if may_sign_as(by, credential, version.plan.episode.program):
        return []
    return [Said("credential", _("A plan is signed by somebody with a license that has not expired."))]


def _newer(version: PlanVersion) -> list[Said]:
    newer = signed_versions().filter(plan_id=version.plan_id, number__gt=version.number).first()
    if newer is None:
        return []
    words = _("Version %(number)d was signed after this draft was begun. Start the change from that one.")
    return [Said("newer_signed", words % {"number": newer.number})]


def _objectives(version: PlanVersion) -> list[Said]:
    objectives = Objective.objects.filter(goal__problem__version=version)
    found = [_open(objective) for objective in objectives if not objective.measure or not objective.target_on]
    return found or (
        [] if objectives else [Said("no_objective", _("The plan has no objective yet. Add at least one."))]
    )


def _open(objective: Objective) -> Said:
    if not objective.measure:
        words = _("“%(objective)s” has no measure. Choose what it is measured by.")
        return Said("no_measure", words % {"objective": objective.words})
    return Said(
        "no_date", _("“%(objective)s” has no date. Set the day it is to be reached.") % {"objective": objective.words}
    )


def _hours(version: PlanVersion) -> list[Said]:
    """Hours outside the level are never silently kept: another level, or a reason in writing."""
    verdict = hours_verdict(version)
    if isinstance(verdict, InRange) or version.hours_exception_reason:
        return []
    words = {
        True: _("%(hours)s a week are fewer than those of %(level)s. Change the level or the hours, or say why."),
        False: _("%(hours)s a week are more than those of %(level)s. Change the level or the hours, or say why."),
    }[isinstance(verdict, BelowLevel)]
    said = words % {"hours": wording.hours(version.weekly_minutes), "level": wording.level_name(version.level)}
    return [Said("hours_outside_level", said)]


def hours_verdict(version: PlanVersion):
    """Whether the version's hours are those of its level: InRange, BelowLevel or AboveLevel."""
    episode = version.plan.episode
    ranges = episode.program.definition.hour_ranges
    return check_hours(version.level, age_band_of(version, episode.client), version.weekly_minutes, ranges)


def age_band_of(version: PlanVersion, client: Client) -> str:
    """The age band the version's ladder is made for."""
    ladders = version.plan.episode.program.definition.ladders
    made_for = next((ladder.age_band for ladder in ladders if ladder.key == version.ladder), None)
    return made_for or client.age_band_on(version.starts_on)
