"""Attendance saved as fast as it goes, by several people at once, each remembering what was acknowledged."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from iop.command import processes
from iop.core.wall_time import clock_words
from tests.drills.center import DIRECTOR, Place
from tests.drills.desk import CutOff, Desk

DESKS = 4
GOES_ON_SECONDS = 60
TRY_AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class Mark:
    """What is written for a place; times are minutes of the day. `revision` is the one it makes."""

    place: Place
    revision: int
    state: str
    arrived: int | None
    left: int | None

    def words(self) -> dict[str, object]:
        """As the page's script sends it."""
        arrived, left = (clock_words(each) if each is not None else "" for each in (self.arrived, self.left))
        one = {"client": self.place.client, "state": self.state, "arrived": arrived, "left": left}
        return {"marks": [{**one, "revision": self.revision - 1}]}


def next_mark(place: Place, revision: int) -> Mark:
    """Different from the one before and the one after, so that no save can be taken for another."""
    minutes = 1 + revision % (place.end - place.start - 1)
    if revision % 3 == 0:
        return Mark(place, revision, "excused", None, None)
    if revision % 3 == 1:
        return Mark(place, revision, "late", place.start + minutes, place.end)
    return Mark(place, revision, "left_early", place.start, place.end - minutes)


def path_of(place: Place) -> str:
    return f"/group-rooms/{place.session}/"


def send(desk: Desk, mark: Mark) -> dict:
    """The answer for this one mark. Raises CutOff."""
    return desk.send(f"{path_of(mark.place)}marks/", mark.words())["rows"][0]


@dataclass
class Load:
    """What happened at all desks. `unanswered`: sent last and never acknowledged; it may be there or not."""

    acknowledged: list[Mark] = field(default_factory=list)
    unanswered: dict[Place, Mark] = field(default_factory=dict)
    refused: list[dict] = field(default_factory=list)
    cut_off: Counter[str] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)

    def last(self) -> dict[Place, Mark]:
        """The newest acknowledged mark of each place."""
        return {mark.place: mark for mark in sorted(self.acknowledged, key=lambda mark: mark.revision)}

    def goes_on(self, saves: int) -> None:
        """Wait until so many more saves are acknowledged."""
        enough = len(self.acknowledged) + saves
        assert processes.wait_until(lambda: len(self.acknowledged) >= enough, GOES_ON_SECONDS), self.cut_off

    def mark_all(self, desk: Desk, places: list[Place]) -> None:
        """Around and around; one mark after the other, as the page's script sends them."""
        revision = 0
        while not self.is_over.is_set():
            revision += 1
            for place in places:
                self.insist(desk, next_mark(place, revision))

    def insist(self, desk: Desk, mark: Mark) -> None:
        """Send it until it is answered, as the page does when the connection is back."""
        while not self.is_over.is_set():
            self.unanswered[mark.place] = mark
            try:
                answer = send(desk, mark)
            except CutOff as lost:
                self.cut_off[str(lost)] += 1
                self.is_over.wait(TRY_AGAIN_SECONDS)
                continue
            self.hear(mark, answer)
            return

    def hear(self, mark: Mark, answer: dict) -> None:
        del self.unanswered[mark.place]
        if answer["ok"] and answer["revision"] == mark.revision:
            self.acknowledged.append(mark)
        else:
            self.refused.append(answer)
            self.is_over.set()


@contextmanager
def marking(address: str, places: list[Place]) -> Iterator[Load]:
    """Attendance is being saved inside the block. Neighbouring seats go to different desks: clients are shared."""
    load = Load()
    desks = [Desk(address) for _ in range(DESKS)]
    for desk in desks:
        desk.sign_in(DIRECTOR)
    threads = [
        threading.Thread(target=load.mark_all, args=(desk, places[number::DESKS])) for number, desk in enumerate(desks)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.is_over.set()
        for thread in threads:
            thread.join()
