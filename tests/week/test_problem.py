"""What goes into the file the engine gets."""

from iop.core.timetable.reading import problem_from
from iop.flows.week.problem import problem_for
from tests.week.world import MONDAY


def test_problem_names_every_client_with_a_signed_plan_and_consent(world):
    problem = problem_for(world.program, MONDAY)
    assert {client["id"] for client in problem["clients"]} == {client.public_id for client in world.clients}
    assert problem["left_out"] == []


def test_problem_is_readable_by_the_engine(world):
    problem = problem_from(problem_for(world.program, MONDAY))
    assert len(problem.clients) == 10
    assert problem.mode == "plan"
