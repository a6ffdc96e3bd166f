"""Weekly hours and the level they belong to: docs/rules/levels_of_care.md"""

import pytest

from iop.core.levels_of_care import AboveLevel, BelowLevel, HourRange, InRange, check_hours, higher

RANGES = (
    HourRange("op", "adult", 0, 540),
    HourRange("iop", "adult", 540, 1200),
    HourRange("php", "adult", 1200),
    HourRange("op", "adolescent", 0, 360),
    HourRange("iop", "adolescent", 360, 1200),
    HourRange("php", "adolescent", 1200),
)


@pytest.mark.parametrize(
    ("level", "age_band", "minutes", "verdict"),
    [
        ("iop", "adult", 540, InRange("iop", 540)),
        ("iop", "adult", 539, BelowLevel("iop", 539, 540, "op")),
        ("iop", "adult", 1199, InRange("iop", 1199)),
        ("iop", "adult", 1200, AboveLevel("iop", 1200, 1200, "php")),
        ("iop", "adolescent", 360, InRange("iop", 360)),
        ("iop", "adolescent", 359, BelowLevel("iop", 359, 360, "op")),
        ("iop", "adolescent", 1199, InRange("iop", 1199)),
        ("iop", "adolescent", 1200, AboveLevel("iop", 1200, 1200, "php")),
        ("op", "adult", 0, InRange("op", 0)),
        ("op", "adult", 539, InRange("op", 539)),
        ("op", "adult", 540, AboveLevel("op", 540, 540, "iop")),
        ("php", "adult", 1200, InRange("php", 1200)),
        ("php", "adult", 1199, BelowLevel("php", 1199, 1200, "iop")),
        ("php", "adult", 1800, InRange("php", 1800)),
    ],
)
def test_check_hours_on_both_sides_of_each_boundary(level, age_band, minutes, verdict):
    assert check_hours(level, age_band, minutes, RANGES) == verdict


def test_check_hours_below_the_least_level_proposes_nothing():
    only = (HourRange("iop", "adult", 540, 1200),)

    assert check_hours("iop", "adult", 300, only) == BelowLevel("iop", 300, 540, None)


def test_higher_ends_at_inpatient():
    assert higher("op") == "iop"
    assert higher("php") == "residential"
    assert higher("inpatient") is None
