"""A worker of its own with one more task: it says that it began, waits for a file, and says once that it is done."""

import os
import sys
import time
from pathlib import Path

import django


def main(go: str, name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.web.settings")
    django.setup()
    from iop.web.jobs import run_worker

    define(Path(go), name)
    run_worker(heartbeat=1, stalled_after=3)


def define(go: Path, name: str):
    """The same name in the test, which defers it, and in the workers, which do it."""
    from procrastinate.contrib.django import app

    from iop.audit.models import Event
    from iop.audit.record import record
    from iop.web.jobs import inside

    @app.task(name=name, queue=name)
    def slow(organization_id: int) -> None:
        with inside(organization_id, "slow"):
            record("slow_began")
        while not go.exists():
            time.sleep(0.05)
        with inside(organization_id, "slow"):
            if not Event.objects.filter(action="slow_done").exists():
                record("slow_done")

    return slow


if __name__ == "__main__":
    main(*sys.argv[1:])
