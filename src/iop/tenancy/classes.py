"""What kind of fact a field holds: logs, exports and seeds obey the class.

`public` may be shown to anybody; `identifying` says who; `clinical` says something about a person's health or care;
`part2` says or implies treatment for substance use (42 CFR Part 2) and travels only with a consent.
"""

KINDS = ("public", "identifying", "clinical", "part2")


def classed(**fields_by_kind: str) -> dict[str, str]:
    """`classed(public="id name", part2="substance")` -> {"id": "public", ...}. Raises ValueError for an unknown kind."""
    unknown = set(fields_by_kind) - set(KINDS)
    if unknown:
        raise ValueError(f"no such class of field: {sorted(unknown)}")
    return {field: kind for kind, names in fields_by_kind.items() for field in names.split()}


def classes_of(model: type) -> dict[str, str]:
    """All classes a model declares, its own over those of its bases."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        found.update(base.__dict__.get("HEALTH", {}))
    return found
