"""Who is in care where and at which level, who is below their hours, and what comes due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.accounts.models import User
from iop.admissions.models import Stay
from iop.attendance.queries import WeekHours, minutes_delivered, unmarked_seats, weeks_of
from iop.centers.models import Organization
from iop.centers.queries import expiring_credentials
from iop.clients.models import Client
from iop.core import clock
from iop.core.levels_of_care.levels import LEVELS
from iop.plans.models import PlanVersion
from iop.plans.queries import prescribed_minutes, versions_in_force

MOST_BELOW = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Below:
    """Minutes attended and prescribed last week; this week as WeekHours."""

    client: Client
    attended: int
    prescribed: int
    this_week: WeekHours


def below_their_hours(user: User, today: date) -> list[Below]:
    """Clients the viewer may see who attended less than prescribed last week, the furthest below first."""
    monday = clock.monday_of(today)
    visible = Client.objects.visible_to(user).filter(episodes__discharged_on__isnull=True, episodes__isnull=False)
    clients = list(visible.annotate(attended=minutes_delivered(monday - WEEK)))
    prescribed = prescribed_minutes(clients, monday - WEEK)
    this = weeks_of(clients, monday)
    found = [
        Below(client, client.attended, prescribed[client.pk], this[client.pk])
        for client in clients
        if client.attended < prescribed.get(client.pk, 0)
    ]
    return sorted(found, key=lambda one: one.attended / one.prescribed)[:MOST_BELOW]


@dataclass(frozen=True)
class SiteRow:
    name: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def in_care(today: date) -> tuple[list[str], list[SiteRow]]:
    """Levels in order, and for each site how many people are at each; the last row is all sites."""
    now = Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    stays = Stay.objects.filter(now, episode__discharged_on__isnull=True)
    counted = stays.values_list("episode__client__site__name", "level").annotate(n=Count("pk"))
    table = {(site, level): n for site, level, n in counted}
    levels = [level for level in reversed(LEVELS) if any(level == held for _site, held in table)]
    sites = sorted({site for site, _level in table})
    rows = [SiteRow(site, [table.get((site, level), 0) for level in levels]) for site in sites]
    if len(rows) > 1:
        rows.append(SiteRow(_("All"), [sum(row.counts[at] for row in rows) for at in range(len(levels))]))
    return levels, rows


@dataclass(frozen=True)
class Due:
    words: str
    count: int
    url: str


def coming_due(user: User, today: date) -> list[Due]:
    """Counts that open lists, in one query; zero stays visible."""
    reviews = PlanVersion.objects.filter(
        pk__in=versions_in_force(today).values("pk"), review_on__lte=today + timedelta(days=7)
    )
    counts = Organization.objects.filter(pk=user.organization_id).values_list(
        counted(unmarked_seats().filter(session__ends_at__lte=clock.now())),
        counted(reviews),
        counted(expiring_credentials(today)),
    )
    unmarked, reviewed, ending = counts.get()
    return [
        Due(_("Attendance not marked"), unmarked, reverse("group_rooms")),
        Due(_("Plans to review this week"), reviewed, reverse("clients")),
        Due(_("Credentials ending in 30 days"), ending, reverse("staff")),
    ]


def counted(rows: QuerySet) -> Coalesce:
    """How many rows there are, as part of another query."""
    number = rows.order_by().annotate(everything=Value(1)).values("everything").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number), 0)
