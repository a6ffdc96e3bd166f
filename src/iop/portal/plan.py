"""My plan: what I want to reach, the next step and what it changes, and what was signed."""

from dataclasses import dataclass
from datetime import date

from iop.clients.models import Client
from iop.core import clock
from iop.plans.models import Goal, Need, PlanSignature, PlanVersion
from iop.plans.wording import bare_hours, credential_name
from iop.portal.queries import goals_of, own_versions
from iop.portal.way import Way, in_force, to_come, way_of
from iop.portal.words import local_day, who_words


@dataclass(frozen=True)
class Plan:
    """`version` is None until somebody signed a plan that has begun."""

    today: date
    zone: str
    who: str
    version: PlanVersion | None
    later: PlanVersion | None
    way: Way | None = None
    goals: tuple[Goal, ...] = ()
    needs: tuple[Need, ...] = ()
    signatures: tuple[PlanSignature, ...] = ()

    @property
    def hours(self) -> str:
        return bare_hours(self.version.weekly_minutes)

    @property
    def later_hours(self) -> str:
        return bare_hours(self.later.weekly_minutes)

    @property
    def signed_by(self) -> list[dict[str, object]]:
        """Who signed, in which credential, and when."""
        return [
            {
                "name": found.name,
                "credential": credential_name(found.credential),
                "on": local_day(found.signed_at, self.zone),
            }
            for found in self.signatures
        ]


def plan_of(client: Client) -> Plan:
    zone, who, versions = client.site.time_zone, who_words(client), own_versions(client)
    today = clock.today(zone)
    version, later = in_force(versions, today), to_come(versions, today)
    if version is None:
        return Plan(today, zone, who, None, later)
    return Plan(
        today=today,
        zone=zone,
        who=who,
        version=version,
        later=later,
        way=way_of(version, today, who),
        goals=tuple(goals_of(version)),
        needs=tuple(version.needs.filter(sessions__gt=0).select_related("service").order_by("pk")),
        signatures=tuple(version.signatures.order_by("signed_at", "pk")),
    )
