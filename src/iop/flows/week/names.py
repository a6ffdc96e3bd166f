"""Names behind the ids of a problem, for people who may see them. Never part of a problem, a job or a log."""

from functools import cached_property

from django.utils.translation import gettext as _

from iop.centers.models import GroupDefinition, Program, Room, Service, Site, Staff
from iop.clients.models import Client
from iop.core import wall_time
from iop.core.timetable.times import DAY
from iop.flows.week.held import Held


def weekday_words() -> list[str]:
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


class Names:
    """Read once per table, when first asked for; what left the tables since is called by what it was."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def clients(self) -> dict[str, Client]:
        return {row.public_id: row for row in Client.objects.filter(episodes__program=self.program)}

    @cached_property
    def staff(self) -> dict[str, Staff]:
        return {row.public_id: row for row in Staff.objects.all()}

    @cached_property
    def rooms(self) -> dict[str, Room]:
        return {row.public_id: row for row in Room.objects.filter(site__program=self.program)}

    @cached_property
    def sites(self) -> dict[str, Site]:
        return {row.public_id: row for row in self.program.sites.all()}

    @cached_property
    def services(self) -> dict[str, Service]:
        return {row.public_id: row for row in self.program.services.all()}

    @cached_property
    def groups(self) -> dict[str, GroupDefinition]:
        return {row.public_id: row for row in self.program.groups.all()}

    def client(self, public_id: str) -> str:
        return str(self.clients.get(public_id) or _("a former client"))

    def leader(self, public_id: str) -> str:
        return str(self.staff.get(public_id) or _("former staff"))

    def room(self, public_id: str | None) -> str:
        return str(self.rooms.get(public_id) or _("the place outside")) if public_id else ""

    def title(self, held: Held) -> str:
        found = self.groups.get(held.group) if held.group else self.services.get(held.service)
        return found.name if found else _("a former session")


def when_words(start: int) -> str:
    """Minute 3960 of a week is "Wednesday at 18:00"."""
    return _("%(day)s at %(time)s") % {
        "day": weekday_words()[start // DAY],
        "time": wall_time.clock_words(start % DAY),
    }
