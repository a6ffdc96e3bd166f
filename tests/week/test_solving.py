"""A week is asked for, solved in a child, judged by our own checker and kept as a draft."""

import pytest

from iop.flows.week.judging import breaches_of
from iop.flows.week.solving import run_for, solve_now
from iop.schedule.models import Draft
from tests.week.world import MONDAY


@pytest.mark.solver
def test_demo_size_week_is_a_checked_draft_within_20_seconds(world):
    run, _ = run_for(world.program, MONDAY, by=world.director, seconds=15)
    draft = solve_now(run)
    run.refresh_from_db()
    assert run.state == "done", run.message
    assert draft.seconds <= 20
    assert breaches_of(draft.problem, draft.solution) == ()
    assert Draft.objects.count() == 1
    placed = {client for session in draft.solution["sessions"] for client in session["clients"]}
    assert placed == {client.public_id for client in world.clients}
