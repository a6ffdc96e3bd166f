"""What the group room screen shows: the roster with its marks, and who still needs a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from iop.admissions.models import Episode
from iop.attendance.models import THERE, Attendance, Visitor
from iop.attendance.words import in_words, minutes_words
from iop.clients.models import Client
from iop.core import clock
from iop.core.wall_time import clock_words
from iop.flows.attendance.reaching import Reach, reaching
from iop.schedule.models import Session

KEYS = 9


@dataclass(frozen=True)
class Typed:
    """What somebody typed and could not be saved, kept with the reason."""

    state: str
    arrived: str
    left: str
    mistake: str


@dataclass(frozen=True)
class Line:
    """One person of the roster."""

    number: int
    client: Client
    session: Session
    mark: Attendance | None
    is_visitor: bool
    is_first_day: bool
    typed: Typed | None = None
    reach: Reach | None = None

    @property
    def key(self) -> int | None:
        return self.number if self.number <= KEYS else None

    @property
    def state(self) -> str:
        return self.typed.state if self.typed else self.mark.state if self.mark else ""

    @property
    def revision(self) -> int:
        return self.mark.revision if self.mark else 0

    @property
    def arrived(self) -> str:
        """As the field shows it: filled with the plan until somebody types another time."""
        return self.typed.arrived if self.typed else clock_words(_time(self.mark, "arrived", self.session.start_minute))

    @property
    def left(self) -> str:
        return self.typed.left if self.typed else clock_words(_time(self.mark, "left", self.session.end_minute))

    @property
    def minutes(self) -> str:
        return minutes_words(self.mark)

    @property
    def words(self) -> str:
        return in_words(self.mark)

    @property
    def was_there(self) -> bool:
        return self.state in THERE

    @property
    def is_missed(self) -> bool:
        """Marked with fewer minutes than the session gives, for whatever reason."""
        return self.mark is not None and self.mark.counted_minutes < self.session.counted_minutes

    @property
    def is_short(self) -> bool:
        """Was there for a part of it: the minutes are shown strong."""
        return self.was_there and self.is_missed


@dataclass(frozen=True)
class Room:
    """A session with its roster. `saved_at` is the newest mark."""

    session: Session
    lines: tuple[Line, ...]
    saved_at: datetime | None
    typed: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def marked(self) -> int:
        return sum(line.mark is not None for line in self.lines)

    @property
    def open_lines(self) -> list[Line]:
        """Nobody has said whether they came."""
        return [line for line in self.lines if line.mark is None]

    @property
    def missed_lines(self) -> list[Line]:
        """Marked with fewer minutes than the session gives, each with what of the week is left."""
        return [line for line in self.lines if line.is_missed]

    @property
    def is_called_off(self) -> bool:
        return hasattr(self.session, "cancellation")

    @property
    def seats(self) -> int | None:
        return self.session.group.max_size if self.session.group else None


def room_of(session: Session, typed: Mapping[str, Typed] | None = None) -> Room:
    """The room of a session loaded with its people (schedule.queries.with_people)."""
    marks = {row.client_id: row for row in Attendance.objects.filter(session=session)}
    lines = _lines(session, marks, typed or {})
    saved_at = max((row.marked_at for row in marks.values()), default=None)
    return Room(session, _with_reach(session, lines), saved_at)


def _lines(session: Session, marks: Mapping[int, Attendance], typed: Mapping[str, Typed]) -> list[Line]:
    guests = [row.client for row in Visitor.objects.filter(session=session).select_related("client")]
    seated = [seat.client for seat in session.live_seats]
    people = sorted({client.pk: client for client in (*guests, *seated)}.values(), key=_by_name)
    new = _on_first_day(session, people)
    with_seat = {client.pk for client in seated}
    return [
        Line(
            number=number,
            client=client,
            session=session,
            mark=marks.get(client.pk),
            is_visitor=client.pk not in with_seat,
            is_first_day=client.pk in new,
            typed=typed.get(client.public_id),
        )
        for number, client in enumerate(people, start=1)
    ]


def _by_name(client: Client) -> tuple[str, int]:
    return client.folded_name, client.pk


def _on_first_day(session: Session, people: Sequence[Client]) -> set[int]:
    """Who was admitted this day: somebody should greet them."""
    new = Episode.objects.filter(Q(client__in=people), admitted_on=session.day)
    return set(new.values_list("client_id", flat=True))


def _with_reach(session: Session, lines: list[Line]) -> tuple[Line, ...]:
    """After the session the open ones are asked about too: they may have been missed."""
    over = session.ends_at <= clock.now()
    asked = [line.client for line in lines if line.is_missed or (over and line.mark is None)]
    found = reaching(session.week.program_id, session.week.monday, asked)
    return tuple(replace(line, reach=found.get(line.client.pk)) for line in lines)


def _time(mark: Attendance | None, name: str, plan: int) -> int:
    value = getattr(mark, name) if mark else None
    return plan if value is None else value
