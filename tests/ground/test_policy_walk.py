"""Every address of the site declares its action, and the table answers for every action."""

import pytest

from iop.core.policy import Action, Relationship, Role, decide, may
from iop.core.policy.table import OPEN_TO_ALL, TABLE
from tests.databases import ROOT
from tests.ground.addresses import addresses


def test_every_address_declares_its_action():
    forgot = [address.name for address in addresses() if not isinstance(address.action, Action)]
    assert forgot == []


@pytest.mark.urls("tests.ground.odd_views")
def test_the_walk_names_an_address_that_forgot():
    assert [address.name for address in addresses() if not isinstance(address.action, Action)] == ["forgot"]


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted(set(names))


def test_no_address_holds_a_number_that_counts_rows():
    counting = [address.name for address in addresses() if "<int:pk>" in address.route or "<int:id>" in address.route]
    assert counting == []


def test_every_action_is_answered_by_the_table():
    assert {action for action in Action if action not in TABLE and action not in OPEN_TO_ALL} == set()


def test_what_is_not_named_is_refused():
    for action in Action:
        for role in Role:
            named = action in OPEN_TO_ALL or role in TABLE[action]
            close = Relationship.SELF if role is Role.CLIENT else Relationship.TREATING
            assert may(role, action) == named
            assert decide(role, action, close).allowed == named or TABLE[action].get(role) is Relationship.SELF
        assert may(None, action) == (action in OPEN_TO_ALL)
        assert decide(None, action).allowed == (action in OPEN_TO_ALL)


def test_docs_tell_every_action_and_who_may():
    """docs/rules/access.md holds the table as people read it."""
    text = (ROOT / "docs" / "rules" / "access.md").read_text()
    missing = [row for row in map(row_of, sorted(TABLE)) if row not in text]
    assert missing == []


def row_of(action: Action) -> str:
    who = [f"{role.label} ({needed.value.replace('_', ' ')})" for role, needed in sorted(TABLE[action].items())]
    return f"| `{action.value}` | {', '.join(who)} |"
