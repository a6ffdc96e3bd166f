"""The signed plans of a few clients, given to all others too: row by row through the tables, written in bulk."""

from collections import defaultdict
from copy import copy

from django.db.models import Model

from iop.plans.models import (
    Goal,
    Intervention,
    Milestone,
    MilestoneResult,
    Need,
    Objective,
    PlanSignature,
    PlanVersion,
    Problem,
    TreatmentPlan,
)
from iop.tenancy.models import new_public_id

Copies = dict[tuple[int, int], Model]
"""The copy of an original: by the place of the client who got it, and the original's key."""


def plans_like(patterns: list[PlanVersion], episodes: dict[int, Model]) -> tuple[Copies, Copies]:
    """Each episode (by its client's place) gets a plan like one of the patterns, in turn. Its versions and milestones."""
    plans: Copies = {}
    for place, episode in episodes.items():
        pattern = patterns[place % len(patterns)]
        plans[place, pattern.plan_id] = TreatmentPlan(organization_id=episode.organization_id, episode=episode)
    TreatmentPlan.objects.bulk_create(plans.values())
    versions = copied(PlanVersion, "plan", plans)
    copied(Need, "version", versions)
    problems = copied(Problem, "version", versions)
    objectives = copied(Objective, "goal", copied(Goal, "problem", problems))
    copied(Intervention, "objective", objectives)
    milestones = copied(Milestone, "version", versions)
    # Last: the database lets nothing be added to a signed version.
    copied(PlanSignature, "version", versions)
    return versions, milestones


def results_like(milestones: Copies) -> None:
    """What was found about the originals' milestones, found about their copies."""
    copied(MilestoneResult, "milestone", milestones)


def copied(model: type[Model], parent: str, parents: Copies) -> Copies:
    """The rows below the originals of `parents`, again below each copy."""
    rows = defaultdict(list)
    for row in model.objects.filter(**{f"{parent}__in": {key for _place, key in parents}}):
        rows[getattr(row, f"{parent}_id")].append(row)
    made = {(place, row.pk): twin(row, parent, above) for (place, key), above in parents.items() for row in rows[key]}
    model.objects.bulk_create(made.values())
    return made


def twin(row: Model, parent: str, above: Model) -> Model:
    other = copy(row)
    other._state = copy(row._state)
    other._state.adding, other._state.fields_cache = True, {}
    other.pk, other.public_id = None, new_public_id()
    setattr(other, parent, above)
    return other
