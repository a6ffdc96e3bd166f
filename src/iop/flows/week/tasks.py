"""The job that solves a week. It carries ids only and may come twice."""

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from iop.flows.week import runs
from iop.flows.week.runs import RunKey
from iop.flows.week.solving import SOLVE_WEEK, work_on


@app.task(name=SOLVE_WEEK, queue="solve")
def solve_week(organization_id: int, run_id: int) -> None:
    """One run ends with one draft, however often a worker dies on the way."""
    key = RunKey(organization_id, run_id)
    try:
        work_on(key)
    except Exception:
        # The run says so before the job is marked as failed; nobody watches a bar that will never move.
        words = _("Something unexpected ended the solve. Nothing was changed; try again.")
        runs.patiently(lambda: runs.fail(key, words))
        raise
