"""Whatever slips into a definition, the answer is a program or problems with lines: never a crash."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from iop.core.programs import Program, load

LINES = Path(__file__).with_name("sixth.toml").read_text(encoding="utf-8").split("\n")
VALUES = ["0", "-1", "7", "10000000", '""', '"x"', "[]", "{}", "true", "1.5", "2026-11-24", '["mon"]', "[{}]", "[[1]]"]
places = st.integers(0, len(LINES) - 1)


def is_answer(text: str) -> bool:
    """A program, or problems that stand on lines of the text and say something."""
    found = load(text)
    if isinstance(found, Program):
        return True
    return bool(found) and all(1 <= p.line <= text.count("\n") + 1 and p.message for p in found)


@settings(max_examples=300, deadline=None)
@given(places, st.sampled_from(VALUES))
def test_any_value_in_any_setting(place, value):
    key, sign, _ = LINES[place].partition(" = ")
    changed = [*LINES[:place], f"{key} = {value}" if sign else value, *LINES[place + 1 :]]

    assert is_answer("\n".join(changed))


@settings(max_examples=300, deadline=None)
@given(places, places)
def test_any_lines_left_out(first, second):
    kept = [line for place, line in enumerate(LINES) if place not in (first, second)]

    assert is_answer("\n".join(kept))


@settings(max_examples=300, deadline=None)
@given(places, places)
def test_any_two_lines_changed_round(first, second):
    changed = list(LINES)
    changed[first], changed[second] = changed[second], changed[first]

    assert is_answer("\n".join(changed))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(text):
    assert is_answer(text)
