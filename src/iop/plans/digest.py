"""The digest of a plan version: what exactly was signed."""

import hashlib
import json

from django.forms.models import model_to_dict

from iop.plans.models import PlanVersion

UNSIGNED = {"id", "organization", "revision", "plan", "version", "problem", "goal", "objective", "made_at", "made_by"}
"""Keys and bookkeeping, which say nothing about care."""


def digest_of(version: PlanVersion) -> str:
    """SHA-256 over the version's content in a fixed order."""
    text = json.dumps(content_of(version), sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(version: PlanVersion) -> dict[str, object]:
    """Everything the version says, as plain data."""
    return {
        **_said(version),
        "needs": [_said(need) for need in version.needs.order_by("service_id")],
        "affinity_needs": [_said(need) for need in version.affinity_needs.order_by("affinity")],
        "milestones": [_said(milestone) for milestone in version.milestones.order_by("key")],
        "problems": [_problem(problem) for problem in version.problems.order_by("position", "pk")],
    }


def _problem(problem) -> dict[str, object]:
    goals = problem.goals.order_by("position", "pk")
    return {**_said(problem), "goals": [_goal(goal) for goal in goals]}


def _goal(goal) -> dict[str, object]:
    objectives = goal.objectives.order_by("position", "pk")
    return {**_said(goal), "objectives": [_objective(objective) for objective in objectives]}


def _objective(objective) -> dict[str, object]:
    interventions = objective.interventions.order_by("position", "pk")
    return {**_said(objective), "interventions": [_said(intervention) for intervention in interventions]}


def _said(row) -> dict[str, object]:
    return {name: value for name, value in model_to_dict(row).items() if name not in UNSIGNED}
