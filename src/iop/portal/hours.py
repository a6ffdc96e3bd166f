"""This week's hours for the client: what was done, out of what, and whether the rest is still possible."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from iop.attendance.queries import WeekHours
from iop.plans.wording import bare_hours


@dataclass(frozen=True)
class HoursSoFar:
    """`value` and `whole` are hours for the meter; None: no signed plan says how many."""

    week: WeekHours

    @property
    def value(self) -> float | None:
        return None if self.week.prescribed is None else self.week.delivered / 60

    @property
    def whole(self) -> float | None:
        return None if self.week.prescribed is None else self.week.prescribed / 60

    @property
    def words(self) -> str:
        """3 of 12 hours, all still possible."""
        if self.week.prescribed is None:
            return _("not known yet: no plan is signed for this week")
        said = _("%(done)s of %(whole)s hours") % {
            "done": bare_hours(self.week.delivered),
            "whole": bare_hours(self.week.prescribed),
        }
        more = self._outlook()
        return f"{said}, {more}" if more else said

    def _outlook(self) -> str:
        """Said only while it is good news; what is missing is a matter for the team, not for a meter."""
        if self.week.delivered >= (self.week.prescribed or 0):
            return _("all done")
        possible = self.week.delivered + self.week.unmarked + self.week.ahead
        return _("all still possible") if possible >= (self.week.prescribed or 0) else ""

    @property
    def notes(self) -> list[str]:
        """What the figure leaves out."""
        said = []
        if self.week.unmarked:
            said.append(_("Not written down yet: %(hours)s.") % {"hours": _hours(self.week.unmarked)})
        if self.week.ahead:
            said.append(_("Still to come in your week: %(hours)s.") % {"hours": _hours(self.week.ahead)})
        return said


def _hours(minutes: int) -> str:
    """1 hour, 1.5 hours."""
    hours = bare_hours(minutes)
    return (_("%(hours)s hour") if hours == "1" else _("%(hours)s hours")) % {"hours": hours}
