"""A draft judged anew by the rules as things stand now, and what speaks against it in words."""

from django.utils.translation import gettext as _

from iop.core.timetable.breach import Breach
from iop.core.timetable.check import check
from iop.core.timetable.fields import Field
from iop.core.timetable.reading import problem_from
from iop.core.timetable.solution import read_sessions
from iop.core.timetable.week import Week
from iop.flows.week.held import Held, held_in
from iop.flows.week.names import Names, when_words

Json = dict[str, object]


def breaches_of(problem: Json, solution: Json) -> tuple[Breach, ...]:
    """What a finished week breaks, by our own checker, which knows nothing of the solver."""
    week = Week.of(read_sessions(Field(solution).at("sessions")))
    return check(problem_from(problem), week).breaches


def objections(problem: Json, solution: Json, names: Names) -> list[str]:
    """Why this week cannot be released now; empty when nothing speaks against it. Each reason once."""
    by_id = {held.id: held for held in held_in(solution)}
    words = [_words(problem, breach, by_id.get(breach.session), names) for breach in breaches_of(problem, solution)]
    return list(dict.fromkeys(words))


def _words(problem: Json, breach: Breach, held: Held | None, names: Names) -> str:
    if held is None or breach.code == "P1":
        return _("The week has begun; what already took place cannot change. Solve again.")
    facts = {
        "session": names.title(held),
        "when": when_words(held.start),
        "leader": names.leader(held.staff),
        "room": names.room(held.room),
        "client": names.client(breach.client) if breach.client else "",
    }
    if held.start < problem["now"]:
        return _("%(session)s on %(when)s would already have begun.") % facts
    return _sentence(breach, held, problem) % facts


def _sentence(breach: Breach, held: Held, problem: Json) -> str:
    if breach.code == "S1":
        return _what_left(held, problem)
    sentences = {
        "S2": _("%(session)s on %(when)s is outside the hours it can be held at."),
        "S4": _("%(leader)s can no longer lead %(session)s on %(when)s."),
        "S5": _("%(leader)s is not here on %(when)s, so %(session)s has no leader."),
        "S6": _("would double-book %(leader)s on %(when)s"),
        "S8": _("%(leader)s would work more than agreed with %(session)s on %(when)s."),
        "S9": _("The supervisor of %(leader)s is not here during %(session)s on %(when)s."),
        "R3": _("%(room)s has too few seats for %(session)s on %(when)s."),
        "R4": _("would double-book %(room)s on %(when)s"),
        "R5": _("%(room)s is closed on %(when)s, so %(session)s has no room."),
        "C2": _("%(client)s is not free for %(session)s on %(when)s."),
        "C3": _("would double-book %(client)s on %(when)s"),
        "C7": _("%(client)s would have more hours than the plan allows, with %(session)s on %(when)s."),
        "N1": _("%(session)s on %(when)s would bring two people together who must not meet."),
        "N2": _("%(session)s on %(when)s would bring two people into the building together who must not meet."),
    }
    plain = _("%(session)s on %(when)s no longer fits %(client)s.") if breach.client else None
    return sentences.get(breach.code) or plain or _("%(session)s on %(when)s no longer fits the rules.")


def _what_left(held: Held, problem: Json) -> str:
    """A session names something the tables no longer have."""
    known = {key: {row["id"] for row in problem[key]} for key in ("staff", "rooms", "clients")}
    if not held.people <= known["staff"]:
        return _("%(leader)s no longer works here, so %(session)s on %(when)s has no leader.")
    if held.room and held.room not in known["rooms"]:
        return _("%(room)s is closed for good, so %(session)s on %(when)s has no room.")
    if not held.clients <= known["clients"]:
        return _("Somebody in %(session)s on %(when)s can no longer be planned for: consent, plan or stay has ended.")
    return _("%(session)s on %(when)s is no longer offered.")
