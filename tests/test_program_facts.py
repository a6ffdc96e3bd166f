"""docs/rules/programs.md keeps its word: every fact is there, and each is shown by a test that exists or a later work."""

import ast
import dataclasses
import re
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from iop.core.programs import Program

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "rules" / "programs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<key>[a-z]+\.[a-z0-9_]+) \| (?P<fact>.+?) \| (?P<proof>.+) \|$", re.MULTILINE)
PROOF = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)`")
LATER = re.compile(r"^later: (?P<work>[a-z-]+)$")
WORKS = ("admission", "aftercare", "casework", "check-ins", "helpline", "locator", "monitoring", "outcomes")

# One key per fact and "must show" of the five descriptions; a new fact gets a new key here first.
FACTS = {
    "legacy": (
        "conditions sites hours length entry adjusts services goals flexible near_me helpline show_levels "
        "show_6_and_30 show_down_and_up show_locator"
    ),
    "waypoint": (
        "for_whom hours visits length milestones individual affinity holistic meetings directory call_back "
        "financial always routing private promoted show_tuesday show_meeting show_routing show_label"
    ),
    "steady": (
        "for_whom meetings services varies not_for check_ins structure resources success show_week "
        "show_missed show_resources"
    ),
    "roots": (
        "evaluation abstinence busy tailored services outings claims alumni show_admission show_abstinence "
        "show_outcomes show_alumnus"
    ),
    "harbor": (
        "for_whom ages visits groups peer individual medication trained meetings show_art show_ages "
        "show_individual show_peer"
    ),
    "all": ("find screening plan timetable mix attendance monitoring affinity community outcomes settings"),
}
ALL_KEYS = [f"{program}.{fact}" for program, facts in FACTS.items() for fact in facts.split()]


def rows() -> dict[str, str]:
    """The proof of each fact by its key."""
    return {row["key"]: row["proof"] for row in ROW.finditer(DOCUMENT)}


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests a file holds; none when there is no such file."""
    path = ROOT / file
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def proof_is_good(proof: str) -> bool:
    """Whether the proof names tests that exist, or a later work we know."""
    later = LATER.match(proof)
    if later:
        return later["work"] in WORKS
    named = PROOF.findall(proof)
    return bool(named) and all(test in names_in(file) for file, test in named)


def test_document_holds_every_fact_once():
    keys = [row["key"] for row in ROW.finditer(DOCUMENT)]

    assert sorted(keys) == sorted(ALL_KEYS)


@pytest.mark.parametrize("key", ALL_KEYS)
def test_fact_is_shown_by_a_test_that_exists_or_a_later_work(key):
    assert proof_is_good(rows()[key]), rows()[key]


@pytest.mark.parametrize(
    "proof",
    [
        "",
        "later: someday",
        "`tests/core/programs/test_legacy.py::test_nobody_wrote`",
        "`tests/core/programs/test_nothing.py::test_document_holds_every_fact_once`",
    ],
)
def test_a_row_without_proof_is_noticed(proof):
    assert not proof_is_good(proof)


def test_later_works_are_explained():
    explained = re.findall(r"^\| ([a-z-]+) \| ", DOCUMENT[DOCUMENT.index("## Later work") :], re.MULTILINE)

    assert [work for work in explained if work in WORKS] == list(WORKS)


def settings(kind: Any) -> Iterator[str]:
    """The name of every setting below a dataclass."""
    for name, hint in get_type_hints(kind).items():
        yield name
        for inner in (hint, *get_args(hint)):
            if not isinstance(inner, types.UnionType) and dataclasses.is_dataclass(inner):
                yield from settings(inner)


def test_every_setting_is_explained():
    names = set(settings(Program))

    assert names >= {"zone", "counted_minutes", "travel_minutes", "least_minutes", "phq9_below", "from_rung"}
    written = set(re.findall(r"`([a-z0-9_]+)`", DOCUMENT[DOCUMENT.index("## Settings") :]))
    assert names - written == set()
