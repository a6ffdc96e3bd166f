"""Five weeks of a center, day by day: mornings, sessions, evenings, and the week to come solved and released."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iop.accounts.models import User
from iop.attendance.actions.marking import Asked, mark_many
from iop.clients.models import Client
from iop.core import clock
from iop.core.policy import Role
from iop.flows.demo.fixed_ids import give_fixed_ids
from iop.flows.demo.habits import came
from iop.flows.demo.joining import Center, add_staff, admit, keep_apart
from iop.flows.demo.moments import at, moment
from iop.flows.demo.people import ClientEntry, People
from iop.flows.demo.planning import first_plan, signer_for
from iop.flows.demo.reading import day_of
from iop.flows.demo.story import Story, StoryBroke, happen, moment_of
from iop.flows.plans.proposals import propose_all, propose_for
from iop.flows.week.releasing import Release, release
from iop.flows.week.shortfalls import shortfalls
from iop.flows.week.solving import run_for, solve_now
from iop.schedule.models import Draft, Seat, Session
from iop.schedule.queries import sessions_on

WEEKS_BACK = 4
LOOK_ON = (0, 3)
"""Mondays and Thursdays; the job itself runs every morning, which would only make the file longer."""
SOLVE_SECONDS = 8
ANSWERS = {
    "no_session": "Individual session by video this week; the client was called.",
    "below_minimum": "An extra individual session is offered until a group seat is free.",
}

log = logging.getLogger(__name__)
Deed = Callable[[], None]


@dataclass
class Life:
    """A center and what its file says will happen."""

    center: Center
    people: People
    story: Story

    @property
    def director(self) -> User:
        own = self.center.program.organization_id
        return User.objects.get(organization_id=own, role=Role.DIRECTOR.value)

    def monday(self, week: int) -> date:
        return self.center.monday + timedelta(weeks=week)


def live(life: Life) -> None:
    """People join, and every day from five weeks back to the end of the present week is lived through."""
    first = moment(life.center, life.monday(-WEEKS_BACK - 1), "08:00")
    with at(first, life.center, "system:demo"):
        add_staff(life.center, life.people)
        give_fixed_ids(life.center.program)
    arrivals = _arrivals(life, first)
    paired: set[int] = set()
    for offset in range(-7 * (WEEKS_BACK + 1), 7):
        day = life.center.monday + timedelta(days=offset)
        for when, deed in sorted(_deeds(life, day, arrivals, paired), key=lambda pair: pair[0]):
            log.debug("%s %s", when, deed)
            deed()


def _arrivals(life: Life, first: datetime) -> dict[date, list[ClientEntry]]:
    """Who begins on which day; those in care before the first day begin on the first."""
    found: dict[date, list[ClientEntry]] = {}
    for entry in sorted(life.people.clients, key=lambda one: one.number):
        day = max(day_of(entry.admitted, life.center.monday), first.date())
        found.setdefault(day, []).append(entry)
    return found


def _deeds(life: Life, day: date, arrivals: dict, paired: set[int]) -> list[tuple[datetime, Deed]]:
    """What the day brings; at one moment marks come before what rests on them."""
    return [
        *_marks(life, day),
        *_begins(life, day, arrivals, paired),
        *_told(life, day),
        *_solves(life, day),
    ]


def _begins(life: Life, day: date, arrivals: dict, paired: set[int]) -> list[tuple[datetime, Deed]]:
    """The morning's look at milestones, and who comes for the first time."""
    looks = [(moment(life.center, day, "06:00"), lambda: _morning(life, day))] if day.weekday() in LOOK_ON else []
    comers = arrivals.get(day, [])
    return looks + [
        (moment(life.center, day, "09:30"), lambda entry=entry: _arrive(life, entry, paired)) for entry in comers
    ]


def _told(life: Life, day: date) -> list[tuple[datetime, Deed]]:
    """The day's part of the story."""
    found = [(event, moment_of(event, life.center)) for event in life.story.events]
    return [
        (when, lambda event=event, when=when: _happen(life, event, when)) for event, when in found if when.date() == day
    ]


def _arrive(life: Life, entry: ClientEntry, paired: set[int]) -> None:
    """On the day itself, or on their own earlier day for those already in care."""
    when = moment(life.center, day_of(entry.admitted, life.center.monday), "09:30")
    with at(when, life.center, "system:demo"):
        client = admit(life.center, entry)
        give_fixed_ids(life.center.program)
        first_plan(life.center, client, entry)
        for number, pair in enumerate(life.people.no_contact):
            if number not in paired and Client.objects.filter(number__in=pair.clients).count() == 2:
                keep_apart(life.center, pair)
                paired.add(number)


def _happen(life: Life, event, when: datetime) -> None:
    with at(when, life.center, "system:demo"):
        actor = signer_for(Client.objects.get(number=event.client), life.center.program)
    with at(when, life.center, actor):
        happen(event, life.center, when.date())


def _morning(life: Life, day: date) -> None:
    """The job that looks at everybody's milestones at six."""
    with at(moment(life.center, day, "06:00"), life.center, "system:proposals"):
        propose_all(day)


def _solves(life: Life, day: date) -> list[tuple[datetime, Deed]]:
    """Each Thursday next week is solved and released; before the present week begins, also the one after it."""
    center, monday = life.center, clock.monday_of(day)
    if day.weekday() == 3 and monday < life.center.monday:
        when = moment(center, day, "15:00")
        return [(when, lambda: _next_week(life, monday + timedelta(weeks=1), when, waits=False))]
    if day.weekday() == 4 and monday == life.monday(-1):
        when = moment(center, day, "15:00")
        return [(when, lambda: _next_week(life, life.monday(1), when, waits=life.story.draft_waits))]
    return []


def _next_week(life: Life, monday: date, when: datetime, *, waits: bool) -> None:
    director = None
    with at(when, life.center, "system:demo"):
        director = life.director
    with at(when, life.center, director):
        draft = _solved(life, monday, director)
    log.info("%s: week of %s solved", life.center.program.key, monday)
    if not waits:
        with at(when + timedelta(minutes=20), life.center, director):
            _release(draft, director)


def _solved(life: Life, monday: date, director: User) -> Draft:
    run, _ = run_for(life.center.program, monday, by=director, seconds=SOLVE_SECONDS)
    draft = solve_now(run)
    if draft is None:
        run.refresh_from_db()
        raise StoryBroke(f"the week of {monday} could not be solved: {run.message}")
    return draft


def _release(draft: Draft, director: User) -> None:
    short = shortfalls(draft)
    for one in short:
        log.warning("falls short: %s %s got %s of %s", one.client.number, one.kind, one.got, one.needed)
    done = release(draft, by=director, answers={one.client.public_id: ANSWERS[one.kind] for one in short})
    if not isinstance(done, Release):
        raise StoryBroke("; ".join(done.reasons))


def _marks(life: Life, day: date) -> list[tuple[datetime, Deed]]:
    """Each session is marked at its end; in the evening the milestones of who was marked are looked at."""
    with at(moment(life.center, day, "00:01"), life.center, "system:demo"):
        sessions = sorted(sessions_on(day), key=lambda one: (one.ends_at, one.pk))
    found = [(session.ends_at, lambda session=session: _mark(life, session)) for session in sessions]
    evening = moment(life.center, day, "22:00")
    return [*found, (evening, lambda: _evening(life, sessions, evening))] if sessions else []


def _mark(life: Life, session: Session) -> None:
    """By its leader, or by the director where the leader has no account."""
    with at(session.ends_at, life.center, "system:demo"):
        by, asked = session.leader.user or life.director, _asked(life, session)
    with at(session.ends_at, life.center, by):
        mark_many(session, asked, by=by)


def _evening(life: Life, sessions: list[Session], when: datetime) -> None:
    with at(when, life.center, "system:attendance"):
        seated = Seat.objects.filter(session__in=sessions, withdrawn_by__isnull=True).values("client")
        for client in Client.objects.filter(pk__in=seated).order_by("pk"):
            propose_for(client, when.date())


def _asked(life: Life, session: Session) -> list[Asked]:
    seats = (
        Seat.objects.filter(session=session, withdrawn_by__isnull=True).select_related("client").order_by("client_id")
    )
    return [_one(life, session, seat.client) for seat in seats]


def _one(life: Life, session: Session, client: Client) -> Asked:
    offset = (session.day - life.center.monday).days
    how = came(life.story.habit(client.number), client.number, offset, session.start_minute)
    half = session.minutes // 2
    if how.state == "late":
        return Asked(client, how.state, arrived=session.start_minute + min(half, how.late_by))
    if how.state == "left_early":
        return Asked(client, how.state, left=session.end_minute - min(half, how.early_by))
    return Asked(client, how.state)
