"""Every morning at six, center time, all milestones are looked at and proposals are made. Jobs carry ids only."""

from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from iop.centers.models import Organization
from iop.clients.models import Client
from iop.core import clock
from iop.flows.plans.proposals import propose_for
from iop.plans.queries import versions_in_force
from iop.web.jobs import inside

MORNING_HOUR = 6


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="propose_where_it_is_morning")
def propose_where_it_is_morning(timestamp: int) -> None:
    """Start the round of each center whose clocks now say six."""
    for organization in Organization.objects.all():
        if clock.now().astimezone(ZoneInfo(organization.time_zone)).hour == MORNING_HOUR:
            propose_for_organization.defer(organization_id=organization.pk)


@app.task
def propose_for_organization(organization_id: int) -> None:
    """One short transaction for each client; running it twice changes nothing."""
    today = clock.today(Organization.objects.get(pk=organization_id).time_zone)
    with inside(organization_id, "proposals"):
        clients = [version.plan.episode.client_id for version in versions_in_force(today)]
    for client_id in clients:
        with inside(organization_id, "proposals"):
            propose_for(Client.objects.get(pk=client_id), today)
