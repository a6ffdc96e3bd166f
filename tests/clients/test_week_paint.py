"""Painted weeks: cells to stretches, overlaps in words, and what the grid cannot show."""

import pytest

from iop.clients.refusals import NotSaved
from iop.clients.week_paint import Stretch, cells_of, check_apart, painted, unpainted


def test_painted_joins_half_hours_that_touch():
    assert painted({"free": ["0-1110", "0-1080", "0-1200", "1-1080"]}) == [
        Stretch(0, 1080, 1140),
        Stretch(0, 1200, 1230),
        Stretch(1, 1080, 1110),
    ]


def test_painted_refuses_two_kinds_over_each_other():
    with pytest.raises(NotSaved) as raised:
        painted({"free": ["0-540", "0-570"], "work": ["0-570"]})
    assert str(raised.value) == "Monday 9:00 – 10:00 (free) and Monday 9:30 – 10:00 (work) overlap. Keep one of them."


@pytest.mark.parametrize("cell", ["7-0", "0-1440", "x", "", "0--30", "0-"])
def test_painted_refuses_cells_outside_a_week(cell):
    with pytest.raises(NotSaved):
        painted({"free": [cell]})


def test_check_apart_refuses_reversed_times():
    with pytest.raises(NotSaved) as raised:
        check_apart([Stretch(0, 1080, 1020)])
    assert str(raised.value) == "Monday 18:00 – 17:00 ends before it begins."


def test_unpainted_keeps_what_the_grid_cannot_show():
    early, odd = Stretch(0, 300, 360), Stretch(1, 1035, 1145)
    assert cells_of([early, odd]) == ["1-1050", "1-1080", "1-1110"]
    assert unpainted([early, odd]) == [early, Stretch(1, 1035, 1050), Stretch(1, 1140, 1145)]
