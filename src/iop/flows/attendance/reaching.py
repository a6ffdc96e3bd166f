""" "Can still reach 12 h with Thursday 18:00": after a miss, what is left of the week, said honestly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from iop.centers.models import Program
from iop.clients.models import Client
from iop.core.plans import OutOfReach, Reachable, Reached, Remaining, still_reachable
from iop.core.wall_time import clock_words
from iop.flows.attendance.free_seats import free_seats
from iop.flows.attendance.rest_of_week import RestOfWeek, rest_of_week
from iop.schedule.models import Session

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Reach:
    """Whether the week's prescribed minutes can still be attended. `outcome` None: no signed plan says how many.

    `booked` are the sessions ahead the client has a seat in; `extra` are free seats that would have to be taken as well.
    """

    prescribed: int | None
    attended: int
    outcome: Reached | Reachable | OutOfReach | None
    booked: tuple[Session, ...] = ()
    extra: tuple[Session, ...] = ()

    @property
    def words(self) -> str:
        """One sentence for the screen."""
        hours = {"hours": hour_words(self.prescribed or 0)}
        if self.outcome is None:
            return _("No signed plan: it is not known how many hours.")
        if isinstance(self.outcome, Reached):
            return _("%(hours)s h are reached.") % hours
        if isinstance(self.outcome, OutOfReach):
            return _("Cannot reach %(hours)s h this week: %(short)s h short with all that is left.") % {
                **hours,
                "short": hour_words(self.outcome.short),
            }
        if self.extra:
            return _("Can still reach %(hours)s h with %(sessions)s.") % {**hours, "sessions": _listed(self.extra)}
        return _("Can still reach %(hours)s h with what is booked.") % hours


def reaching(program: Program | int, monday: date, clients: Iterable[Client]) -> dict[int, Reach]:
    """For each of these clients, by id. The number of reads does not depend on how many they are."""
    chosen = list(clients)
    if not chosen:
        return {}
    rest = rest_of_week(program, monday, chosen)
    return {client.pk: _reach(client, rest) for client in chosen}


def _reach(client: Client, rest: RestOfWeek) -> Reach:
    attended = sum(minutes for (client_id, _session), minutes in rest.minutes.items() if client_id == client.pk)
    plan = rest.plans.get(client.pk)
    if plan is None:
        return Reach(None, attended, None)
    booked = [session for session in rest.of(client) if _is_to_come(client, session, rest)]
    extra = free_seats(client, rest)
    options = [Remaining(str(session.pk), session.counted_minutes) for session in (*booked, *extra)]
    outcome = still_reachable(plan.weekly_minutes, attended, options)
    needed = set(outcome.sessions) if isinstance(outcome, Reachable) else set()
    wanted = tuple(session for session in extra if str(session.pk) in needed)
    return Reach(plan.weekly_minutes, attended, outcome, tuple(booked), wanted)


def _is_to_come(client: Client, session: Session, rest: RestOfWeek) -> bool:
    """Still to be attended: not over, and nobody has marked it."""
    return session.ends_at > rest.now and (client.pk, session.pk) not in rest.minutes


def _listed(sessions: tuple[Session, ...]) -> str:
    said = [f"{WEEKDAYS[session.day.weekday()]} {clock_words(session.start_minute)}" for session in sessions]
    return (
        said[0] if len(said) == 1 else _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}
    )


def hour_words(minutes: int) -> str:
    """720 is "12", 90 is "1.5", 78 is "1.3": hours with one decimal where one is needed."""
    hours = round(minutes / MINUTES_PER_HOUR, 1)
    return f"{hours:.0f}" if hours == int(hours) else f"{hours:.1f}"
