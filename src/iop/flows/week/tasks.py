"""The job that solves a week. It carries ids only and may come twice."""

from procrastinate.contrib.django import app

from iop.flows.week.runs import RunKey
from iop.flows.week.solving import work_on


@app.task(name="solve_week", queue="solve")
def solve_week(organization_id: int, run_id: int) -> None:
    """One run ends with one draft, however often a worker dies on the way."""
    work_on(RunKey(organization_id, run_id))
