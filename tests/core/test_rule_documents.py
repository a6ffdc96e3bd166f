"""The rules' documents name tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("levels_of_care", "milestones", "step_down")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_a_rule_names_exists(name):
    document = (ROOT / "docs" / "rules" / f"{name}.md").read_text(encoding="utf-8")
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "core").glob("test_*.py"))

    named = set(re.findall(r"(?:`|::)(test_\w+)`", document))

    assert named
    assert {test for test in named if f"def {test}(" not in written} == set()
