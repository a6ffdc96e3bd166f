"""Jobs of the flows. Procrastinate finds this module because `iop.flows` is installed."""

from iop.flows.plans.tasks import propose_for_organization, propose_where_it_is_morning
from iop.flows.week.tasks import solve_week

__all__ = ["propose_for_organization", "propose_where_it_is_morning", "solve_week"]
