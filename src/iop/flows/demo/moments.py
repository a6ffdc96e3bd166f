"""Being at a center at a moment, as somebody: what is written then is dated then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from iop.core import clock
from iop.flows.demo.joining import Center
from iop.tenancy.context import acting_for


@contextmanager
def at(moment: datetime, center: Center, actor: object) -> Iterator[None]:
    """Clock, organization and actor are set until the block ends."""
    with clock.set_to(moment), acting_for(center.program.organization_id, actor=actor):
        yield


def moment(center: Center, day: date, written: str) -> datetime:
    """A wall time of the center on a day: "13:00"."""
    return datetime.combine(day, time.fromisoformat(written), ZoneInfo(center.program.time_zone))
