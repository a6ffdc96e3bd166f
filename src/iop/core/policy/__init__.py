"""Who may do what, to whom, and why: one pure table, refusing whatever it does not name."""

from iop.core.policy.actions import Action
from iop.core.policy.decide import Decision, decide, may
from iop.core.policy.roles import Relationship, Role

__all__ = ["Action", "Decision", "Relationship", "Role", "decide", "may"]
