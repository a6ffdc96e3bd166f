"""Jobs of the flows. Procrastinate finds this module because `iop.flows` is installed."""

from iop.flows.week.tasks import solve_week

__all__ = ["solve_week"]
