"""A world of ten clients, on the Thursday before the week of 7 December 2026."""

import pytest

from iop.core import clock
from tests.week.world import BEFORE, World, make_world


@pytest.fixture
def world(db) -> World:
    """Inside its center, with the clock standing still on Thursday 3 December 2026, 10:00 in Orlando."""
    made = make_world()
    with clock.set_to(BEFORE), made.acting():
        yield made
