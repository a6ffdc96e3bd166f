"""A people file is read whole, or every slip of it is named."""

from datetime import date

import pytest

from iop.core.programs.loading import SHIPPED, shipped_program
from iop.flows.demo.building import DATA, people_of, story_of
from iop.flows.demo.habits import HABITS, came
from iop.flows.demo.people import People
from iop.flows.demo.reading import BrokenPeople, read_people
from iop.flows.demo.relative import Anchor
from iop.flows.demo.windows import NotAWindow, windows_in

WAYPOINT = shipped_program("waypoint")
TEXT = (DATA / "people" / "waypoint.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", SHIPPED)
def test_shipped_people_fit_their_program_and_their_story(key):
    people, story = people_of(key), story_of(key)

    assert 9 <= len(people.clients) <= 12
    known = {entry.number for entry in people.clients}
    assert {event.client for event in story.events} | set(story.habits) <= known
    assert set(story.habits.values()) <= set(HABITS)


@pytest.mark.parametrize(
    ("was", "becomes", "slip"),
    [
        ('waivers = ["equine"]', 'waivers = ["equines"]', 'W-108: unknown service "equines"'),
        ('rung = "phase_3"', 'rung = "phase_9"', 'W-109: unknown rung "phase_9"'),
        ('primary = "carla"', 'primary = "karla"', 'W-101: unknown therapist "karla"'),
        (
            'free = ["mon-thu 13:30-18:30", "sat 09:00-14:00"]',
            'free = ["mon-thu 13:30-18:30", "wed 18:00-19:00"]',
            "W-108: availability: two stretches overlap on wed",
        ),
        ("age = 62", "age = 12", "W-108: the program is not for somebody of 12"),
        ('name = "Kenji Mori"', "", 'W-108: "name" is missing'),
        ("age = 62", 'age = "old"', "W-108, age: 'old' is not what belongs here"),
        ('account = "director"', 'account = "boss"', 'accounts: unknown role "boss"'),
        ('number = "W-108"', 'number = "W-101"', 'clients: "W-101" is there twice'),
        ('"W-103", "W-105"]', '"W-103", "W-999"]', 'no_contact: unknown client "W-999"'),
    ],
)
def test_a_slip_is_named(was, becomes, slip):
    assert was in TEXT

    found = read_people(TEXT.replace(was, becomes, 1), WAYPOINT)

    assert isinstance(found, BrokenPeople)
    assert slip in found.slips


def test_without_a_slip_there_are_people():
    assert isinstance(read_people(TEXT, WAYPOINT), People)


def test_broken_toml_is_a_slip():
    found = read_people("program = ", WAYPOINT)

    assert isinstance(found, BrokenPeople)
    assert found.slips[0].startswith("not TOML")


def test_stretches_name_days_and_minutes():
    assert windows_in(["mon-tue 14:00-18:30", "sat 9:00-10:00"]) == [(0, 840, 1110), (1, 840, 1110), (5, 540, 600)]


@pytest.mark.parametrize("written", ["monday 9:00-10:00", "mon 10:00-9:00", "mon 9:00-25:00", "mon 9:75-10:00"])
def test_stretch_that_cannot_be_is_refused(written):
    with pytest.raises(NotAWindow):
        windows_in([written])


def test_people_come_the_same_way_each_time():
    ways = {came("uneven", "W-101", day, 900).state for day in range(-28, 0)}

    assert came("good", "W-101", -3, 900) == came("good", "W-101", -3, 900)
    assert len(ways) > 2


def test_dates_in_texts_move_with_the_week():
    was, now = Anchor(date(2026, 6, 1), "America/New_York"), Anchor(date(2027, 1, 18), "America/New_York")

    marked = was.marked("Due 2026-06-03; seen on 1 June, again 5 Jun. Version 2026-13-45.")

    assert now.unmarked(marked) == "Due 2027-01-20; seen on 18 January, again 22 Jan. Version 2026-13-45."
