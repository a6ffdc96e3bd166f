"""Jobs: procrastinate in the same database, logged in as the app, inside one organization each."""

from procrastinate.contrib.django import app

from iop.tenancy.context import acting_for

STALLED_AFTER_SECONDS = 60


def run_worker() -> None:
    """Work until told to stop."""
    # Django's own connection can defer jobs, but not wait for news of them.
    with app.replace_connector(app.connector.get_worker_connector()) as waiting:
        waiting.run_worker(concurrency=2, install_signal_handlers=True, listen_notify=True)


def inside(organization_id: int, name: str):
    """`with inside(organization_id, "solve"):` a short transaction of a job."""
    return acting_for(organization_id, actor=f"system:{name}")
