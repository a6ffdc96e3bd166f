"""A center with a released week inside a running instance, written by a process of its own as the instance would."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass

from iop.command import database
from tests.drills.instance import ROOT, Instance

SLUG = "survives"
DIRECTOR = f"director@{SLUG}.example"
THURSDAY_EVENING = "2026-12-10T19:00:00-05:00"
"""In Orlando, after the last session of the known week: every seat of it can be marked."""


@dataclass(frozen=True)
class Place:
    """A seat of the released week, by the random ids that pages use. Start and end are minutes of the day."""

    session: str
    client: str
    start: int
    end: int


def open_center(instance: Instance) -> list[Place]:
    """Ten clients with signed plans and their released week; returns all its seats."""
    addresses = database.of(instance.cluster)
    environment = {**database.environment(instance.home, addresses.for_app()), "IOP_DEMO": "0"}
    words = [sys.executable, "-m", "tests.drills.center"]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    return [Place(**said) for said in json.loads(done.stdout)]


def main() -> None:
    """Inside that process: Django starts once the settings are known."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "iop.web.settings"
    import django

    django.setup()
    from iop.core import clock
    from iop.schedule.models import Seat
    from tests.week.world import BEFORE, make_world, released_week

    world = make_world(SLUG)
    with clock.set_to(BEFORE), world.acting():
        released_week(world)
        places = [place_of(seat) for seat in Seat.objects.select_related("session", "client").order_by("pk")]
    print(json.dumps([asdict(place) for place in places]))


def place_of(seat) -> Place:
    session = seat.session
    return Place(session.public_id, seat.client.public_id, session.start_minute, session.end_minute)


if __name__ == "__main__":
    main()
