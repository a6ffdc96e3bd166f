"""People of a file become staff, clients, accounts and signed plans of a program. Each step is an action of its app."""

from dataclasses import dataclass
from datetime import date, timedelta

from iop.accounts.models import User
from iop.admissions.models import Episode
from iop.admissions.models import Stay as LevelStay
from iop.centers.actions.staff import save_credential, set_availability
from iop.centers.models import GroupDefinition, Program, Service, Site, Staff, StaffSite
from iop.clients.models import (
    Affinity,
    AvailabilityBlock,
    Client,
    Cover,
    NoContactPair,
    Relative,
    RelativeAvailability,
)
from iop.consents.models import ActivityWaiver, PrivacyNotice, TreatmentConsent
from iop.core import clock
from iop.core.policy import Role
from iop.flows.demo.people import AccountEntry, ClientEntry, PairEntry, People, StaffEntry
from iop.flows.demo.reading import day_of
from iop.flows.demo.windows import windows_in
from iop.schedule.models import CohortMember

UNUSABLE = "!"
"""No password opens this account until one is set."""


@dataclass(frozen=True)
class Center:
    """Where people join. `monday` is the Monday their days are counted from, `domain` that of their accounts."""

    program: Program
    monday: date
    domain: str

    @property
    def own(self) -> dict[str, int]:
        return {"organization_id": self.program.organization_id}


def add_staff(center: Center, people: People) -> None:
    """Staff with credentials and hours, everybody's account, and who supervises whom."""
    for account in people.accounts:
        _account(center, account)
    rows = {entry.key: _staff(center, entry) for entry in people.staff}
    for entry in people.staff:
        if entry.supervisor:
            Staff.objects.filter(pk=rows[entry.key].pk).update(supervisor=rows[entry.supervisor])


def _account(center: Center, entry: AccountEntry) -> User:
    return User.objects.create(
        **center.own,
        email=f"{entry.login or entry.role}@{center.domain}",
        password=UNUSABLE,
        role=entry.role,
        name=entry.name,
    )


def _staff(center: Center, entry: StaffEntry) -> Staff:
    first, last = entry.name.split(" ", 1)
    account = AccountEntry(entry.account, entry.name, entry.login) if entry.account else None
    row = Staff.objects.create(
        **center.own,
        key=entry.key,
        user=_account(center, account) if account else None,
        first_name=first,
        last_name=last,
        title=entry.title,
        gender=entry.gender,
        languages=entry.languages,
        telehealth=entry.telehealth,
        contract_minutes=entry.week_hours * 60,
        target_minutes=entry.week_hours * 50,
        max_week_minutes=entry.week_hours * 60,
        max_day_minutes=entry.day_hours * 60,
    )
    sites = Site.objects.filter(program=center.program)
    for site in sites.filter(key__in=entry.sites) if entry.sites else sites:
        StaffSite.objects.create(**center.own, staff=row, site=site)
    for code, last_day in entry.credentials.items():
        expires_on = None if last_day is True else day_of(last_day, center.monday)
        save_credential(row, code=code, issued_by="", number="", expires_on=expires_on)
    set_availability(row, windows_in(entry.hours))
    return row


def admit(center: Center, entry: ClientEntry) -> Client:
    """The client, their week, consent and notice, and an open episode; the plan comes next."""
    client = _client(center, entry)
    _week(center, client, entry)
    for tag in entry.affinities:
        Affinity.objects.create(**center.own, client=client, tag=tag, shared_on=_admitted(center, entry))
    for key in entry.covers:
        Cover.objects.create(**center.own, client=client, staff=Staff.objects.get(key=key))
    _relatives(center, client, entry)
    _agree(center, client, entry)
    _belongs(center, client, entry)
    _begin(center, client, entry)
    return client


def _client(center: Center, entry: ClientEntry) -> Client:
    first, last = entry.name.split(" ", 1)
    sites = Site.objects.filter(program=center.program).order_by("pk")
    return Client.objects.create(
        **center.own,
        number=entry.number,
        user=_account(center, AccountEntry(Role.CLIENT.value, entry.name, entry.login)) if entry.login else None,
        first_name=first,
        last_name=last,
        preferred_name=entry.preferred,
        birth_date=entry.born or born(center.monday, entry),
        pronouns=entry.pronouns,
        languages=entry.languages,
        site=sites.get(key=entry.site) if entry.site else sites[0],
        modes=entry.modes,
        track=entry.track,
        priority=entry.priority,
        primary_therapist=Staff.objects.get(key=entry.primary),
        staff_gender=entry.staff_gender,
    )


def born(monday: date, entry: ClientEntry) -> date:
    """A birthday that makes the client as old as the file says; the last one lies two to ten months back."""
    last_birthday = (monday - timedelta(days=60 + 17 * sum(map(ord, entry.number)) % 240)).replace(day=15)
    return last_birthday.replace(year=last_birthday.year - entry.age)


def _week(center: Center, client: Client, entry: ClientEntry) -> None:
    blocks = {"free": entry.free, **entry.busy}
    AvailabilityBlock.objects.bulk_create(
        AvailabilityBlock(**center.own, client=client, kind=kind, weekday=day, start_minute=start, end_minute=end)
        for kind, written in blocks.items()
        for day, start, end in windows_in(written)
    )


def _relatives(center: Center, client: Client, entry: ClientEntry) -> None:
    for relative in entry.relatives:
        row = Relative.objects.create(**center.own, client=client, name=relative.name, relation=relative.relation)
        RelativeAvailability.objects.bulk_create(
            RelativeAvailability(**center.own, relative=row, weekday=day, start_minute=start, end_minute=end)
            for day, start, end in windows_in(relative.free)
        )


def _agree(center: Center, client: Client, entry: ClientEntry) -> None:
    at = clock.now()
    TreatmentConsent.objects.create(
        **center.own,
        client=client,
        wording="treatment.v1",
        signed_by_name=entry.signed_by or client.name,
        signed_at=at,
    )
    PrivacyNotice.objects.create(**center.own, client=client, wording="privacy.v1", given_at=at)


def _belongs(center: Center, client: Client, entry: ClientEntry) -> None:
    """Waivers for what is held away from the site, and closed groups."""
    day = _admitted(center, entry)
    for service in Service.objects.filter(program=center.program, key__in=entry.waivers).order_by("pk"):
        ActivityWaiver.objects.create(**center.own, client=client, service=service, signed_on=day)
    for key in entry.cohorts:
        groups = GroupDefinition.objects.filter(program=center.program, key__startswith=key, is_closed=True)
        for group in groups.order_by("pk"):
            CohortMember.objects.create(**center.own, group=group, client=client, since=day)


def _begin(center: Center, client: Client, entry: ClientEntry) -> None:
    """The episode, and its stays at the levels of earlier plans and the present one."""
    day, definition = _admitted(center, entry), center.program.definition
    episode = Episode.objects.create(
        **center.own,
        client=client,
        program=center.program,
        admitted_on=day,
        planned_until=day + timedelta(days=definition.length.from_days),
    )
    steps = [*entry.plan.earlier, entry.plan]
    levels = [_level(definition, step.rung) for step in steps]
    begins = [day, *(day_of(step.starts, center.monday) for step in steps[1:])]
    changes = [n for n in range(len(steps)) if n == 0 or levels[n] != levels[n - 1]]
    for n, following in zip(changes, [*changes[1:], None], strict=True):
        LevelStay.objects.create(
            **center.own,
            episode=episode,
            level=levels[n],
            starts_on=begins[n],
            ends_on=begins[following] if following is not None else None,
            reason="milestones met" if n else "admission",
        )


def _level(definition, rung_key: str) -> str:
    return next(rung.level for ladder in definition.ladders for rung in ladder.rungs if rung.key == rung_key)


def _admitted(center: Center, entry: ClientEntry) -> date:
    return day_of(entry.admitted, center.monday)


def keep_apart(center: Center, pair: PairEntry) -> None:
    """These two must not meet; the lower id stands first."""
    one, other = Client.objects.filter(number__in=pair.clients).order_by("pk")
    NoContactPair.objects.create(**center.own, client=one, other=other, scope=pair.scope, reason=pair.reason)
