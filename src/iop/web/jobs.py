"""Jobs: procrastinate in the same database, logged in as the app, inside one organization each.

A job carries ids, never names, and can be run twice without harm: a worker may die after the work and before saying so.
A task lives in an app's `tasks.py`; its database work stands inside `with inside(organization_id, "solve"): ...`.
"""

from procrastinate.contrib.django import app

from iop.tenancy.context import acting_for

CONCURRENT_JOBS = 4
HEARTBEAT_SECONDS = 5
# Four heartbeats missed: the worker is gone, or so slow that a second run of its jobs does no harm.
STALLED_AFTER_SECONDS = 20
STOP_SECONDS = 5
# A job whose worker died this often is what kills it; it stays as failed for somebody to look at.
MOST_ATTEMPTS = 3


def run_worker(heartbeat: float = HEARTBEAT_SECONDS, stalled_after: float = STALLED_AFTER_SECONDS) -> None:
    """Work until told to stop.

    The worker's own connection is another app's: jobs that defer jobs do so on Django's, inside their transaction.
    """
    working = app.with_connector(app.connector.get_worker_connector())
    working.run_worker(
        concurrency=CONCURRENT_JOBS,
        delete_jobs="successful",
        update_heartbeat_interval=heartbeat,
        stalled_worker_timeout=stalled_after,
        shutdown_graceful_timeout=STOP_SECONDS,
        additional_context={"stalled_after": stalled_after},
    )


def inside(organization_id: int, name: str):
    """`with inside(organization_id, "solve"):` a short transaction of a job."""
    return acting_for(organization_id, actor=f"system:{name}")
