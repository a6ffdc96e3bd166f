"""The engine in its own process: what it may take, what it is told, and a database that goes away meanwhile."""

import secrets
import threading

import psycopg
import pytest
from django.db import connection

from iop.core import clock
from iop.flows.week.child import Answered, Broke, solve_in_child
from iop.flows.week.problem import problem_for
from iop.flows.week.solving import run_for, solve_now
from iop.schedule.models import Draft, SolveRun
from tests.week.world import BEFORE, MONDAY, make_world


def go_on() -> bool:
    return False


def test_progress_is_told_and_the_solution_comes_back(world):
    lines: list[dict] = []
    answer = solve_in_child(problem_for(world.program, MONDAY), seconds=2, on_progress=lines.append, should_stop=go_on)
    assert isinstance(answer, Answered)
    assert not answer.stopped
    assert {"seconds", "tier", "value", "bound"} <= set(lines[-1])


def test_child_that_reaches_its_ceiling_ends_with_words(world):
    answer = solve_in_child(
        problem_for(world.program, MONDAY), seconds=2, on_progress=print, should_stop=go_on, memory=8 * 1024**2
    )
    assert isinstance(answer, Broke)
    assert answer.status != 0


def test_child_that_says_nothing_is_ended_when_we_are_interrupted(world):
    def interrupted() -> bool:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        solve_in_child(problem_for(world.program, MONDAY), seconds=30, on_progress=print, should_stop=interrupted)
    for thread in threading.enumerate():
        if thread.daemon:
            thread.join(5)
    assert threading.active_count() <= before


@pytest.mark.drill
def test_connections_lost_during_a_solve_cost_no_draft(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), clock.set_to(BEFORE):
        world = make_world(f"lost-{secrets.token_hex(4)}")
        with world.acting():
            run, _ = run_for(world.program, MONDAY, by=world.director, seconds=5)
        over = threading.Event()
        breaker = threading.Thread(target=cut_connections, args=(connection.get_connection_params(), over))
        breaker.start()
        try:
            draft = solve_now(run)
        finally:
            over.set()
            breaker.join(10)
        with world.acting():
            assert SolveRun.objects.get(pk=run.pk).state == "done"
            assert list(Draft.objects.filter(run=run)) == [draft]
        connection.close()


def cut_connections(parameters: dict, over: threading.Event) -> None:
    """Every third of a second for three seconds all other connections to this database are cut."""
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{key: parameters[key] for key in keys}, autocommit=True) as own:
        for _ in range(9):
            if over.wait(1 / 3):
                return
            own.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
            )
