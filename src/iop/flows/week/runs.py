"""A solve run, step by step, each a short transaction of its own: begin, progress, stop, end."""

import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from iop.audit.record import record
from iop.core import clock
from iop.flows.week.child import Answered, Broke
from iop.flows.week.judging import breaches_of
from iop.flows.week.problem import fingerprint, inputs_changed, problem_for
from iop.flows.week.reasons import all_reasons
from iop.schedule.models import Draft, ProgramWeek, SolveRun
from iop.tenancy.context import acting_for

logger = logging.getLogger(__name__)

Json = dict[str, object]
Result = TypeVar("Result")

PATIENCE_SECONDS = 60
"""How long a finished week waits for a database that is away; a restart takes a few seconds."""


@dataclass(frozen=True)
class RunKey:
    """What a job carries: ids, no names."""

    organization: int
    run: int

    def acting(self):
        """A short transaction inside the organization; the connection goes back afterwards."""
        return _Short(acting_for(self.organization, actor="system:solve", purpose="solve of a week"))


class _Short:
    """A transaction after which nothing is held, unless a caller's transaction is around it."""

    def __init__(self, inner) -> None:
        self.inner = inner

    def __enter__(self) -> None:
        self.inner.__enter__()

    def __exit__(self, *error):
        result = self.inner.__exit__(*error)
        if not connection.in_atomic_block:
            connection.close()
        return result


@dataclass(frozen=True)
class Begun:
    """What the engine gets: the problem and its time limit."""

    problem: Json
    seconds: int


def begin(key: RunKey) -> Begun | None:
    """Write the problem down and take the run. None when it has ended already: a job that comes twice does nothing.

    A run found `running` was left by a worker that died; it begins again.
    """
    with key.acting():
        run = _locked(key)
        if not run.is_open:
            return None
        problem = problem_for(run.week.program, run.week.monday)
        run.state, run.started_at, run.message = "running", clock.now(), ""
        run.problem, run.fingerprint, run.progress = problem, fingerprint(problem), {}
        run.save()
        return Begun(problem, run.seconds)


def heard(key: RunKey, line: Json) -> None:
    """Keep the engine's last line for whoever watches. Without a connection the next line will do."""
    with losing_the_connection("progress of a solve was not written"), key.acting():
        SolveRun.objects.filter(pk=key.run, state="running").update(progress=line)


def stop_was_asked(key: RunKey) -> bool:
    """Whether to end early: somebody pressed stop, or the run ended otherwise. Unknown without a connection: go on."""
    with losing_the_connection("a wish to stop could not be read"), key.acting():
        return not SolveRun.objects.filter(pk=key.run, state="running", stop_asked_at__isnull=True).exists()
    return False


@contextmanager
def losing_the_connection(lost: str):
    """The database may restart while the engine works; what is written on the way can be missed, the result cannot."""
    try:
        yield
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        logger.warning("the database was away: %s", lost)
        connection.close()


def patiently(step: Callable[[], Result]) -> Result:
    """Do a step that must not be lost, again and again until the database is back or a minute has passed."""
    end_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return step()
        except (OperationalError, InterfaceError):
            if time.monotonic() > end_at or connection.in_atomic_block:
                raise
            connection.close()
            logger.warning("the database is away; the result of a solve waits for it")
            time.sleep(1)  # a poll: nothing tells us when a server is back


def end(key: RunKey, answer: Answered | Broke) -> Draft | None:
    """Judge the week with our own checker and store it as a draft, or say why there is none."""
    with key.acting():
        run = _locked(key)
        if run.state != "running":
            return Draft.objects.filter(run=run).first()
        if isinstance(answer, Broke):
            return _broke(run, _engine_words(answer))
        broken = breaches_of(run.problem, answer.solution)
        if broken:
            return _broke(
                run,
                _("The week that was found breaks a rule (%(code)s), so it was not kept.") % {"code": broken[0].code},
            )
        return _store(run, answer)


def _locked(key: RunKey) -> SolveRun:
    return SolveRun.objects.select_for_update(of=("self",)).select_related("week__program").get(pk=key.run)


def _store(run: SolveRun, answer: Answered) -> Draft:
    week = ProgramWeek.objects.select_for_update().get(pk=run.week_id)
    solution = answer.solution
    draft = Draft.objects.create(
        organization_id=run.organization_id,
        week=week,
        number=week.drafts.count() + 1,
        run=run,
        made_at=clock.now(),
        problem=run.problem,
        solution={"format": solution["format"], "sessions": solution["sessions"]},
        tiers=_tiers(solution),
        reasons=all_reasons(run.problem, solution),
        seconds=solution["seconds"],
        fingerprint=run.fingerprint,
    )
    changed = inputs_changed(run.week.program, run.problem)
    run.message = (
        _("Something changed while the week was being solved. Solve again before you release.") if changed else ""
    )
    _close(run, "stopped" if answer.stopped else "done")
    record("week_solved", subject=draft, draft=draft.number, seconds=draft.seconds, inputs_changed=changed)
    return draft


def _tiers(solution: Json) -> list[Json]:
    return [
        {"name": name, "value": value, "bound": solution["bounds"][name], "proven": solution["bounds"][name] == value}
        for name, value in solution["tiers"].items()
    ]


def fail(key: RunKey, words: str) -> None:
    """The run could not be done; the words say what happened and nothing about anybody."""
    with key.acting():
        run = _locked(key)
        if run.is_open:
            _broke(run, words)


def _broke(run: SolveRun, words: str) -> None:
    run.message = words[:300]
    _close(run, "broken")
    record("week_not_solved", subject=run)


def _close(run: SolveRun, state: str) -> None:
    run.state, run.ended_at = state, clock.now()
    run.save()


def _engine_words(answer: Broke) -> str:
    """The engine's status as a sentence (core/timetable/cli.py)."""
    if answer.status == 1:
        return _("No week keeps the rules: what was released and has already taken place breaks them.")
    if answer.status == 2:
        return _("The week could not be read by the engine: %(words)s") % {"words": answer.words}
    if answer.status < 0 or "MemoryError" in answer.words or "bad_alloc" in answer.words:
        return _("The solve was ended by the machine, perhaps for want of memory. Nothing was changed; try again.")
    return _("The engine ended unexpectedly. Nothing was changed; try again.")
