"""Each of the five programs can have a week: its own rungs, its own services, its own rooms."""

import pytest

from iop.core import clock
from iop.core.programs.loading import shipped_text
from iop.core.timetable.reading import problem_from
from iop.flows.week.problem import problem_for
from tests.cast import make_cast
from tests.week.world import BEFORE, MONDAY, World, sign_plan, week_of

PROGRAMS = ["legacy", "waypoint", "steady", "roots", "harbor"]


@pytest.fixture(params=PROGRAMS)
def center(request, db) -> World:
    """The cast of a center that runs this program; both clients on its first adult rung."""
    assert shipped_text(request.param)
    with clock.set_to(BEFORE):
        cast = make_cast(f"week-{request.param}", request.param)
        world = World(cast, [cast.client, cast.other_client])
        with world.acting():
            for client in world.clients:
                on_first_rung(world, client)
            yield world


def on_first_rung(world: World, client) -> None:
    ladder = next(ladder for ladder in world.program.definition.ladders if ladder.age_band == "adult")
    rung = ladder.rungs[0]
    sign_plan(
        world,
        client,
        minutes=rung.weekly_minutes,
        needs={need.service: (need.sessions, need.max) for need in rung.mix},
        ladder=ladder.key,
        rung=rung.key,
        level=rung.level,
        min_days=rung.min_days,
        max_days=rung.max_days,
        min_visit_minutes=rung.min_visit,
        max_visit_minutes=rung.max_visit,
    )


def test_program_has_a_week_the_engine_reads_and_solves(center):
    problem = problem_from(problem_for(center.program, MONDAY))
    assert len(problem.clients) == 2
    draft = week_of(center, seconds=2)
    assert draft.number == 1
