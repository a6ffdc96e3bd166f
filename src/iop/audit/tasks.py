"""The sealer's beat."""

from procrastinate.contrib.django import app

from iop.audit.sealing import seal_all


@app.periodic(cron="* * * * * */5")
@app.task(name="seal_audit", lock="seal_audit", queueing_lock="seal_audit")
def seal_audit(timestamp: int) -> None:
    """Every five seconds, never two at once."""
    seal_all()
