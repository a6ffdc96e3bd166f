"""A definition is read, or every mistake is told with its line: docs/rules/programs.md"""

from datetime import date
from pathlib import Path

import pytest

from iop.core.levels_of_care import InRange, check_hours
from iop.core.plans import Facts, OpenFlags, Policies, Progress, Stay, evaluate, propose
from iop.core.plans.facts import AttendanceFact
from iop.core.programs import SHIPPED, Problem, Program, load, shipped, shipped_program, shipped_text
from iop.core.programs.checks.mixes import reachable_minutes

SIXTH = Path(__file__).with_name("sixth.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[Problem]:
    found = load(text)
    assert isinstance(found, list)
    return found


def changed(old: str, new: str) -> tuple[str, int]:
    """The sixth program with its first `old` changed, and the line where that is."""
    assert old in SIXTH
    return SIXTH.replace(old, new, 1), SIXTH[: SIXTH.index(old)].count("\n") + 1


def test_shipped_lists_the_five():
    assert tuple(program.key for program in shipped()) == SHIPPED == ("legacy", "waypoint", "steady", "roots", "harbor")


@pytest.mark.parametrize("key", SHIPPED)
def test_shipped_definition_loads_without_a_problem(key):
    assert isinstance(load(shipped_text(key)), Program)


@pytest.mark.parametrize("program", shipped(), ids=SHIPPED)
def test_every_rung_is_in_its_level_and_its_mix_reaches_its_hours(program):
    for ladder in program.ladders:
        for rung in ladder.rungs:
            verdict = check_hours(rung.level, ladder.age_band, rung.weekly_minutes, program.hour_ranges)
            assert isinstance(verdict, InRange)
            assert rung.weekly_minutes in reachable_minutes(rung, program)


def test_a_sixth_program_needs_no_code():
    program = load(SIXTH)

    assert isinstance(program, Program)
    (ladder,) = program.ladders_for("young_mh", "young_adult")
    milestones = program.milestones_for("young_mh", ladder.key, "full")
    attended = [AttendanceFact(f"a{day}", program_day(day), 180, 180, "attended") for day in (1, 3, 5, 8, 10)]
    results = [evaluate(milestone, Facts(attended), program_day(12)) for milestone in milestones]
    progress = Progress(program_day(12), "young_mh", "full", 540, results)
    proposal = propose(progress, ladder, Policies(program.step_down, program.return_to_use), OpenFlags())
    assert [result.result for result in results] == ["met"]
    # The next rung is outpatient: a change of level, so what is not known yet is named.
    assert isinstance(proposal, Stay)
    assert {reason.code for reason in proposal.reasons} == {"missing_data"}


def program_day(number: int) -> date:
    """A day of June 2026; the 1st is a Monday."""
    return date(2026, 6, number)


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        ('zone = "America/Boise"', 'zone = "America/Boisy"', "zone", "There is no time zone America/Boisy"),
        ("grid = 30", "grid = 15", "grid", "Write grid = 30"),
        ("weekly_from = 540", "weekly_fro = 540", "hours.weekly_fro", "Did you mean weekly_from?"),
        ("weekly_from = 540", 'weekly_from = "9 h"', "hours.weekly_from", "must be a whole number"),
        ("weekly_from = 540", "weekly_from = true", "hours.weekly_from", "must be a whole number"),
        ('opens = "08:30"', 'opens = "25:00"', "sites[0].open[0].opens", 'Write it like "18:30"'),
        ('"wed", "fri"], opens', '"wen", "fri"], opens', "sites[0].open[0].days[1]", "wen is no day of the week"),
        ('closes = "13:00"', 'closes = "08:00"', "sites[0].open[0].closes", "closes before it opens"),
        ("capacity = 3", "capacity = 1", "sites[0].rooms[1].capacity", "at least 2"),
        ('levels = ["op", "iop"]', 'levels = ["op", "iop", "php"]', "levels", "Level php has no hour range"),
        ('kind = "group"', 'kind = "crowd"', "services[0].kind", "it must be one of: group, individual"),
        ("block_minutes = 120", "block_minutes = 100", "services[0].block_minutes", "whole steps of 30. Write 90"),
        (
            'room_features = ["group"]',
            'room_features = ["pool"]',
            "services[0].room_features",
            "No room has all of pool",
        ),
        ('service = "circle"\nage', 'service = "circl"\nage', "groups[0].service", "There is no service circl"),
        ('age_band = "young_adult"\ndays', 'age_band = "old"\ndays', "groups[0].age_band", "There is no age band old"),
        ('times = ["09:00"]', 'times = ["09:10"]', "groups[0].times", "off the 30-minute grid"),
        ('times = ["09:00"]', 'times = ["11:30"]', "groups[0].times", "North End house is not open that long"),
        ("weekly_minutes = 300", "weekly_minutes = 540", "ladders[0].rungs[1].weekly_minutes", "falling order"),
        ("max_days = 3", "max_days = 2", "ladders[0].rungs[0].max_days", "do not fit into 2 visits"),
        ("sessions = 3, max = 3", "sessions = 4, max = 4", "ladders[0].rungs[0].mix[0].sessions", "3 such groups"),
        ("weekly_minutes = 540", "weekly_minutes = 420", "ladders[0].rungs[0].weekly_minutes", "are not iop"),
        (
            "individual_per_week = 1\nmix",
            "individual_per_week = 0\nmix",
            "ladders[0].rungs[0].individual_per_week",
            "promises",
        ),
        ('metric = "visits"', 'metric = "vibes"', "milestone_sets[0].milestones[0].metric", "vibes; it must be one of"),
        (
            'aggregation = "count"',
            'aggregation = "pct"',
            "milestone_sets[0].milestones[0].aggregation",
            "cannot be summed up",
        ),
        ('rung = "full"', 'rung = "fool"', "milestone_sets[0].rung", "There is no rung fool"),
        ("target_days = 14", "target_days = 0", "goals[0].objectives[0].target_days", "at least 1"),
        ('evaluators = ["lcsw"]', "evaluators = []", "admission.evaluators", "nobody is named who may sign it"),
        ("add_minutes = 60", "add_minutes = 0", "return_to_use.add_minutes", "how many minutes a week"),
        ("attendance_percent = 80", "attendance_percent = 101", "step_down.attendance_percent", "no percentage"),
        ("below_age = 26", "below_age = 18", "age_bands[0].below_age", "ends before it begins"),
        ('key = "circle_wed"', 'key = "circle_mon"', "groups[1].key", "is used twice"),
        ('key = "circle_wed"', 'key = "Circle Wed"', "groups[1].key", "only small letters"),
    ],
)
def test_a_mistake_is_told_on_its_line(old, new, path, says):
    text, line = changed(old, new)

    found = [problem for problem in problems(text) if problem.path == path and says in problem.message]

    assert [problem.line for problem in found] == [line]


def test_a_mix_that_cannot_reach_the_hours_is_told_at_the_mix():
    text, _ = changed("weekly_minutes = 300", "weekly_minutes = 310")

    assert [(p.path, p.line, p.message) for p in problems(text)] == [
        (
            "ladders[0].rungs[1].mix",
            text[: text.rindex("mix = [")].count("\n") + 1,
            "No mix of these sessions makes 310 minutes; nearest: 300. Change the mix or the hours.",
        )
    ]


def test_a_missing_setting_is_told_where_it_belongs():
    text, _ = changed('summary = "Three mornings a week for young adults."\n', "")

    assert [(problem.line, problem.message) for problem in problems(text)] == [
        (1, "summary is missing of a program. Add it.")
    ]


def test_text_that_is_no_toml_tells_its_line():
    text, line = changed("grid = 30", "grid 30")

    assert [problem.line for problem in problems(text)] == [line]


def test_an_empty_text_says_what_is_missing():
    found = problems("")

    assert {problem.line for problem in found} == {1}
    assert any(problem.message.startswith("key is missing") for problem in found)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines():
    text = SIXTH.replace('zone = "America/Boise"', 'zone = "Mars/Base"').replace(
        "phq9_fall_percent = 50", "phq9_fall_percent = 0"
    )

    assert [problem.path for problem in problems(text)] == ["zone", "step_down.phq9_fall_percent"]


def test_travel_does_not_count_toward_hours():
    text = shipped_text("roots")
    assert shipped_program("roots").service("outing").counted == 120

    found = problems(text.replace("counted_minutes = 120", "counted_minutes = 150"))

    assert "counts 150 of 120 minutes" in found[0].message


def test_two_meetings_cannot_share_a_room_and_a_time():
    text = (
        shipped_text("waypoint")
        .replace('key = "na"', 'key = "na_two"')
        .replace('days = ["tue"]\ntime', 'days = ["mon"]\ntime')
    )

    assert [problem.path for problem in problems(text)] == ["meetings[1].room"]
