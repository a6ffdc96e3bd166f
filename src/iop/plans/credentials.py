"""Who may sign about care: somebody whose license, unexpired, lets them. Source: docs/rules/signatures.md

A certificate (peer, art therapist, trainee, case manager) is a qualification to work, not to sign a prescription of hours.
"""

from datetime import date

from iop.centers.models import Credential, Program, Staff
from iop.core import clock

LICENSED = frozenset(
    {"lcsw", "lmft", "lpc", "lmhc", "ladc", "lcadc", "psyd", "phd", "md", "do", "pmhnp", "psychiatrist", "prescriber"}
)
"""Licenses to practise alone (clinical facts §10). A program adds those it lets evaluate (`admission.evaluators`)."""


def licenses_accepted(program: Program) -> frozenset[str]:
    """The credential codes that may sign in this program."""
    return LICENSED | set(program.definition.admission.evaluators)


def signing_credentials(user, program: Program) -> list[Credential]:
    """The user's credentials that may sign today, the one that lasts longest first."""
    today = clock.today(program.time_zone)
    held = (
        Credential.objects.filter(staff__user=user, code__in=licenses_accepted(program))
        .select_related("staff")
        .order_by("code")
    )
    return sorted((one for one in held if one.holds_on(today)), key=_last_day, reverse=True)


def may_sign_as(user, code: str, program: Program) -> bool:
    """Whether this person holds this credential today and it is a license."""
    return code in {credential.code for credential in signing_credentials(user, program)}


def any_credential(user, today: date) -> str:
    """A credential the user holds today, a license before a certificate; "" when there is none."""
    held = [one for one in Credential.objects.filter(staff__user=user) if one.holds_on(today)]
    held.sort(key=lambda one: (one.code not in LICENSED, one.code))
    return held[0].code if held else ""


def signing_name(user) -> str:
    """The name under a signature: the member of staff's, or the account's."""
    staff = Staff.objects.filter(user=user).first()
    return str(staff) if staff else user.name


def _last_day(credential: Credential) -> date:
    return credential.expires_on or date.max
