"""The list of clients, as much of it as the viewer may see."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from iop.accounts.models import User
from iop.admissions.models import Episode, Stay
from iop.attendance.queries import WeekHours, weeks_of
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Action, may

ROWS = 50
SORTS = {
    "name": ("folded_name", "pk"),
    "number": ("number",),
    "site": ("site__name", "folded_name", "pk"),
    "therapist": ("primary_therapist__last_name", "folded_name", "pk"),
}


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to: by the address, and by words that never stand in one (`q`)."""

    q: str = ""
    site: str = ""
    level: str = ""
    therapist: str = ""
    show: str = "in_care"
    sort: str = "name"


@dataclass(frozen=True)
class Line:
    client: Client
    level: str
    week: WeekHours | None


def asked_for(query, words: str = "") -> Asked:
    """From `request.GET` and the words searched for; unknown choices fall back to the list's own."""
    given = {name: query.get(name, "").strip() for name in ("site", "level", "therapist")}
    show = query.get("show", "in_care")
    sort = query.get("sort", "name")
    return Asked(
        **given,
        q=words,
        show=show if show in ("in_care", "all") else "in_care",
        sort=sort if sort.lstrip("-") in SORTS else "name",
    )


def page_of_clients(asked: Asked, viewer: User, number: str | None) -> tuple[Page, list[Line]]:
    """One page and its lines: hours and level only for those who may see plans."""
    page = Paginator(_sorted(_chosen(asked, viewer), asked.sort), ROWS).get_page(number)
    clients = list(page.object_list)
    sees = may(viewer.policy_role, Action.PLAN_SEE)
    monday = clock.monday_of(clock.today(viewer.organization.time_zone))
    weeks = weeks_of(clients, monday) if sees else {}
    levels = _levels(clients) if sees else {}
    return page, [Line(client, levels.get(client.pk, ""), weeks.get(client.pk)) for client in clients]


def _chosen(asked: Asked, viewer: User) -> QuerySet[Client]:
    clients = Client.objects.visible_to(viewer, Action.CLIENT_LIST).named(asked.q)
    clients = clients.select_related("site", "primary_therapist")
    episodes = Episode.objects.filter(client=OuterRef("pk"))
    if asked.show == "in_care":
        clients = clients.filter(Exists(episodes.filter(discharged_on__isnull=True)) | ~Exists(episodes))
    if asked.site:
        clients = clients.filter(site__public_id=asked.site)
    if not may(viewer.policy_role, Action.PLAN_SEE):
        return clients
    if asked.level:
        stays = Stay.objects.filter(_open_stay(), level=asked.level, episode__client=OuterRef("pk"))
        clients = clients.filter(Exists(stays))
    if asked.therapist:
        clients = clients.filter(primary_therapist__public_id=asked.therapist)
    return clients


def _sorted(clients: QuerySet[Client], sort: str) -> QuerySet[Client]:
    fields = SORTS[sort.lstrip("-")]
    return clients.order_by(*(f"-{name}" for name in fields) if sort.startswith("-") else fields)


def _levels(clients: list[Client]) -> dict[int, str]:
    stays = Stay.objects.filter(_open_stay(), episode__client__in=clients)
    return dict(stays.values_list("episode__client_id", "level"))


def _open_stay() -> Q:
    return Q(ends_on__isnull=True, episode__discharged_on__isnull=True)
