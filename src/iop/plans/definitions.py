"""Milestone definitions as the database keeps them, and back as the rules read them."""

from dataclasses import asdict

from iop.core.plans import Milestone


def as_json(definition: Milestone) -> dict[str, object]:
    """The definition as a dictionary, for a JSON column."""
    return {**asdict(definition), "sources": list(definition.sources)}


def from_json(stored: dict) -> Milestone:
    """The definition a JSON column holds."""
    return Milestone(**{**stored, "sources": tuple(stored["sources"])})
