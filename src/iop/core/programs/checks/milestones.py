"""A milestone can be measured, and every rung but the last has a set to meet."""

from collections.abc import Iterator

from iop.core.plans.milestone import AGGREGATIONS, NAMED_METRICS, Milestone

from ..model import Program
from ..problem import Finding, finding


def findings_in(program: Program) -> list[Finding]:
    """What is wrong with milestones and objectives."""
    found = [*_missing_sets(program)]
    for path, milestone in _all(program):
        found += _measurable(path, milestone)
    for place, goal in enumerate(program.goals):
        found += _objectives(place, goal.words, [objective.target_days for objective in goal.objectives])
    return found


def _all(program: Program) -> Iterator[tuple[str, Milestone]]:
    for place, one_set in enumerate(program.milestone_sets):
        for number, milestone in enumerate(one_set.milestones):
            yield f"milestone_sets[{place}].milestones[{number}]", milestone
    for place, goal in enumerate(program.goals):
        for number, objective in enumerate(goal.objectives):
            yield f"goals[{place}].objectives[{number}].milestone", objective.milestone


def _missing_sets(program: Program) -> Iterator[Finding]:
    for place, ladder in enumerate(program.ladders):
        for number, rung in enumerate(ladder.rungs[:-1]):
            for track in ladder.tracks or tuple(track.key for track in program.tracks):
                if not program.milestones_for(track, ladder.key, rung.key):
                    words = "No milestones lead on from {rung} for the track {track}. Add a set under milestone_sets."
                    yield finding(f"ladders[{place}].rungs[{number}]", words, rung=rung.name, track=track)


def _measurable(path: str, milestone: Milestone) -> Iterator[Finding]:
    allowed = AGGREGATIONS[milestone.metric]
    if milestone.aggregation not in allowed:
        words = "{metric} cannot be summed up as {aggregation}. Use one of: {allowed}."
        values = {"metric": milestone.metric, "aggregation": milestone.aggregation}
        yield finding(f"{path}.aggregation", words, **values, allowed=", ".join(sorted(allowed)))
    if (milestone.metric in NAMED_METRICS) != bool(milestone.of):
        words = "{metric} needs of = the name of what is observed; the other metrics have none."
        yield finding(f"{path}.of", words, metric=milestone.metric)
    if milestone.window_days < 0 or milestone.min_observations < 0:
        words = "{name} has a window or a number of observations below 0."
        yield finding(f"{path}.window_days", words, name=milestone.words)
    if milestone.aggregation == "pct" and not 0 <= milestone.value <= 100:
        yield finding(f"{path}.value", "{value} is no percentage. Write 0 to 100.", value=milestone.value)
    if milestone.aggregation not in ("exists", "count") and milestone.min_observations < 1:
        words = "{name} could be met with no data at all. Write min_observations of at least 1."
        yield finding(f"{path}.min_observations", words, name=milestone.words)


def _objectives(place: int, words_of_goal: str, targets: list[int]) -> Iterator[Finding]:
    if not targets:
        words = "The goal {goal} has no objective. Add a measurable one."
        yield finding(f"goals[{place}]", words, goal=words_of_goal)
    for number, days in enumerate(targets):
        if days < 1:
            at = f"goals[{place}].objectives[{number}].target_days"
            yield finding(at, "An objective needs a time: write target_days of at least 1.")
