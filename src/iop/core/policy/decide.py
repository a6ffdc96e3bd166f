"""The decision: allowed or not, and the reason in words."""

from dataclasses import dataclass
from datetime import date

from iop.core.policy.actions import Action
from iop.core.policy.roles import Relationship, Role
from iop.core.policy.table import OPEN_TO_ALL, TABLE

CLOSENESS = {Relationship.NONE: 0, Relationship.SAME_CENTER: 1, Relationship.TREATING: 2}


@dataclass(frozen=True)
class Decision:
    """`allowed`, and why: the reason is kept with the event where it matters."""

    allowed: bool
    reason: str


def may(role: Role | None, action: Action) -> bool:
    """Whether the role can ever do this: what an address asks before it loads anything."""
    return action in OPEN_TO_ALL or (role is not None and role in TABLE.get(action, {}))


def decide(
    role: Role | None,
    action: Action,
    relationship: Relationship = Relationship.NONE,
    *,
    consent_until: date | None = None,
    on: date | None = None,
) -> Decision:
    """Whether this person may do this to this client on this day. Refuses whatever the table does not name.

    `consent_until` limits a permission that rests on the client's consent (family, outside parties): past it, refused.
    """
    if action in OPEN_TO_ALL:
        return Decision(True, "open to everybody")
    if role is None:
        return Decision(False, "not signed in")
    needed = TABLE.get(action, {}).get(role)
    if needed is None:
        return Decision(False, f"{role.value} may not {action.value}")
    if consent_until is not None and on is not None and on > consent_until:
        return Decision(False, "the consent has ended")
    return _by_relationship(needed, relationship)


def _by_relationship(needed: Relationship, held: Relationship) -> Decision:
    if needed is Relationship.SELF or held is Relationship.SELF:
        close_enough = needed is held or needed is Relationship.NONE
    else:
        close_enough = CLOSENESS[held] >= CLOSENESS[needed]
    return Decision(close_enough, f"needs {needed.value}, is {held.value}")
