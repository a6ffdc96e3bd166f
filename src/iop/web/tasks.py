"""The upkeep of jobs: those whose worker died are put back into the queue, old failed ones are thrown away."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from iop.web.jobs import MOST_ATTEMPTS

KEEP_FAILED_HOURS = 7 * 24

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */10")
@app.task(name="rescue_jobs", queueing_lock="rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: what was being done by a worker without heartbeat is to be done again."""
    stalled = await context.app.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=context.additional_context["stalled_after"]
    )
    for job in stalled:
        await _rescue(context, job)


async def _rescue(context: JobContext, job: Job) -> None:
    """Periodic jobs come again by themselves, and a second one of them may be waiting: they are only closed."""
    manager = context.app.job_manager
    if "timestamp" in job.task_kwargs or job.attempts >= MOST_ATTEMPTS:
        await manager.finish_job(job, status=Status.FAILED, delete_job="timestamp" in job.task_kwargs)
    else:
        await manager.retry_job(job)
    logger.warning("job %s (%s) had lost its worker", job.id, job.task_name)


@app.periodic(cron="30 3 * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Once a day. Successful jobs are gone already; what they did is in the records and the trail."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
