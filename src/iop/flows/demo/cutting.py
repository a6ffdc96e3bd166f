"""What has not happened yet at the moment of loading is left out: the file lives through its whole present week."""

from typing import Any

from iop.flows.demo.tables import Model, references

STAMPS = {
    "Attendance": "marked_at",
    "MilestoneResult": "evaluated_at",
    "SignedObservation": "signed_at",
    "HoursProposal": "proposed_at",
    "ProposalDecision": "at",
    "PlanVersion": "made_at",
    "PlanSignature": "signed_at",
    "ReturnToUse": "recorded_at",
    "SafetyTask": "opened_at",
    "Disposition": "at",
    "SolveRun": "asked_at",
    "Draft": "made_at",
    "Release": "released_at",
}
"""When a row came into being."""

Row = dict[str, Any]


def happened(model: Model, rows: list[Row], kept: dict[Model, set[int]], now: int) -> list[tuple[int, Row]]:
    """The rows that are there by `now` (wall seconds), each with its position; what they point to is there too."""
    stamp, named = STAMPS.get(model.__name__), references(model)
    found = []
    for place, row in enumerate(rows):
        if stamp and row[stamp] > now:
            continue
        gone = [name for name, field in named.items() if _is_gone(row.get(name), field.related_model, kept)]
        if all(named[name].null for name in gone):
            found.append((place, _not_yet_ended({**row, **dict.fromkeys(gone)}, now)))
    return found


def _is_gone(place: int | None, model: Model, kept: dict[Model, set[int]]) -> bool:
    return place is not None and model in kept and place not in kept[model]


def _not_yet_ended(row: Row, now: int) -> Row:
    """A withdrawal that is still to come has not been made."""
    if (row.get("withdrawn_at") or 0) > now:
        return {**row, "withdrawn_at": None, "withdrawn_because": ""}
    return row
