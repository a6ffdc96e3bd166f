"""Counted minutes of a stay, and whether a week's hours can still be reached."""

from datetime import UTC, datetime, timedelta

import pytest

from iop.core.plans import OutOfReach, Reachable, Reached, Remaining, counted, still_reachable

START = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    """So many minutes after the session began."""
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("arrived", "left", "block", "counts", "expected"),
    [
        (0, 90, 90, 90, 90),
        (-10, 100, 90, 90, 90),
        (1, 90, 90, 90, 89),
        (0, 89, 90, 90, 89),
        (90, 100, 90, 90, 0),
        (89, 100, 90, 90, 1),
        (-10, 0, 90, 90, 0),
        (60, 30, 90, 90, 0),
        # A three-hour evening with two breaks: 150 of 180 count.
        (0, 180, 180, 150, 150),
        (-5, 200, 180, 150, 150),
        (90, 180, 180, 150, 75),
        # 179 of 180 minutes are 149.17 of 150.
        (1, 180, 180, 150, 149),
        # 1 of 180 minutes is 0.83: below a whole minute.
        (0, 1, 180, 150, 0),
        (0, 2, 180, 150, 1),
    ],
)
def test_counted_is_the_part_of_the_block_the_client_was_there(arrived, left, block, counts, expected):
    assert counted(at(arrived), at(left), START, block, counts) == expected


@pytest.mark.parametrize(("arrived", "left"), [(None, None), (START, None), (None, START)])
def test_counted_without_arrival_or_leaving_is_nothing(arrived, left):
    assert counted(arrived, left, START, 90, 90) == 0


REST = (Remaining("thu", 90), Remaining("fri", 60))


@pytest.mark.parametrize(
    ("attended", "expected"),
    [
        (540, Reached()),
        (539, Reachable(1, ("thu",))),
        (450, Reachable(90, ("thu",))),
        (449, Reachable(91, ("thu", "fri"))),
        (390, Reachable(150, ("thu", "fri"))),
        (389, OutOfReach(151, 1)),
    ],
)
def test_still_reachable_on_both_sides_of_each_session(attended, expected):
    assert still_reachable(540, attended, REST) == expected


def test_still_reachable_with_nothing_left_says_how_much_is_missing():
    assert still_reachable(540, 500, ()) == OutOfReach(40, 40)
