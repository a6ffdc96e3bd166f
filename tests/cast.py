"""The cast: people every test may call by name. All invented."""

from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

from django.contrib.auth.hashers import make_password

from iop.accounts.models import User
from iop.admissions.models import Episode, Stay
from iop.centers.models import Credential, Organization, Program, Site, Staff, StaffAvailability, StaffSite
from iop.clients.models import AvailabilityBlock, Client
from iop.consents.models import PrivacyNotice, TreatmentConsent
from iop.core import clock
from iop.core.policy import Role
from iop.core.programs.loading import shipped_text
from iop.flows.start_center import start_center
from iop.tenancy.context import acting_for

PASSWORD = "a long walk by the river"
HASHED = make_password(PASSWORD)
CREDENTIALS = ["lcsw", "lpc", "lmft", "ladc", "cadc", "lmhc", "atr", "mt_bc", "case_manager", "prescriber", "cprs"]


@dataclass
class Cast:
    """One center: a user for each role, two therapists, clients; and `outsider`, a director of another center."""

    organization: Organization
    program: Program
    site: Site
    users: dict[Role, User] = field(default_factory=dict)
    director: Staff = None
    counselor: Staff = None
    other_counselor: Staff = None
    client: Client = None
    other_client: Client = None
    outsider: User = None

    def acting(self, role: Role = Role.DIRECTOR):
        """`with cast.acting():` inside the center, as the user of that role."""
        return acting_for(self.organization.pk, actor=self.users[role])


def make_cast(slug: str = "waypoint-test", definition: str = "waypoint") -> Cast:
    """Make the cast; call it inside a test's database. `client` is seen by `counselor`, `other_client` by `other_counselor`."""
    organization = start_center(shipped_text(definition), slug=slug)
    other = start_center(shipped_text(definition), slug=f"{slug}-outside")
    with acting_for(organization.pk, actor="test"):
        program = Program.objects.get()
        cast = Cast(organization, program, program.sites.first())
        cast.users = {role: user_of(organization, role, slug) for role in Role}
        cast.director = staff_of(cast, "director", "Dana", "Reyes", cast.users[Role.DIRECTOR])
        cast.counselor = staff_of(cast, "counselor", "Carla", "Monte", cast.users[Role.THERAPIST])
        cast.other_counselor = staff_of(cast, "other", "Otis", "Bell", None)
        cast.client = client_of(cast, "1001", "Marisol", "Vega", cast.counselor, cast.users[Role.CLIENT])
        cast.other_client = client_of(cast, "1002", "Dmitri", "Volkov", cast.other_counselor, None)
    with acting_for(other.pk, actor="test"):
        cast.outsider = user_of(other, Role.DIRECTOR, f"{slug}-outside")
    return cast


def user_of(organization: Organization, role: Role, slug: str) -> User:
    """A user who signs in as role@slug.example with PASSWORD."""
    return User.objects.create(
        email=f"{role.value}@{slug}.example",
        password=hashed_password(),
        organization=organization,
        role=role.value,
        name=f"{role.label} Person",
    )


@cache
def hashed_password() -> str:
    """Argon2 is slow on purpose; the cast shares one password, so it is hashed once a run."""
    return make_password(PASSWORD)


def staff_of(cast: Cast, key: str, first: str, last: str, user: User | None) -> Staff:
    """Works weekdays 8:00 to 21:00 at the site, with every credential until the end of the decade."""
    staff = Staff.objects.create(
        organization=cast.organization,
        key=key,
        first_name=first,
        last_name=last,
        user=user,
        gender="f",
        languages=["en"],
    )
    StaffSite.objects.create(organization=cast.organization, staff=staff, site=cast.site)
    for code in CREDENTIALS:
        Credential.objects.create(organization=cast.organization, staff=staff, code=code, expires_on=date(2029, 12, 31))
    for weekday in range(5):
        StaffAvailability.objects.create(
            organization=cast.organization, staff=staff, weekday=weekday, start_minute=minute(8), end_minute=minute(21)
        )
    return staff


def client_of(cast: Cast, number: str, first: str, last: str, therapist: Staff, user: User | None) -> Client:
    """An adult, free weekdays 9:00 to 21:00, admitted to IOP three weeks ago, with consent and notice."""
    today = clock.today(cast.organization.time_zone)
    client = Client.objects.create(
        organization=cast.organization,
        number=number,
        first_name=first,
        last_name=last,
        birth_date=date(1988, 5, 4),
        languages=["en"],
        site=cast.site,
        modes=["onsite"],
        track="sud",
        primary_therapist=therapist,
        user=user,
    )
    for weekday in range(5):
        AvailabilityBlock.objects.create(
            organization=cast.organization,
            client=client,
            weekday=weekday,
            start_minute=minute(9),
            end_minute=minute(21),
        )
    admit(cast, client, date.fromordinal(today.toordinal() - 21))
    return client


def admit(cast: Cast, client: Client, on: date) -> Episode:
    at = clock.now()
    TreatmentConsent.objects.create(
        organization=cast.organization, client=client, wording="treatment.v1", signed_by_name=client.name, signed_at=at
    )
    PrivacyNotice.objects.create(organization=cast.organization, client=client, wording="privacy.v1", given_at=at)
    episode = Episode.objects.create(
        organization=cast.organization, client=client, program=cast.program, admitted_on=on
    )
    Stay.objects.create(organization=cast.organization, episode=episode, level="iop", starts_on=on, reason="admission")
    return episode


def minute(hour: int, minutes: int = 0) -> int:
    """Minute of the day."""
    return time(hour, minutes).hour * 60 + minutes
