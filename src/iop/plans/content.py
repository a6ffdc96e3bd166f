"""A draft as flat values, one for each thing a person can type: what a form shows, compares and writes back.

Keys: a column of the version ("weekly_minutes"), "need.<service>.sessions", and "<kind>.<id>.<column>" for problems, goals,
objectives and interventions. "<kind>.+<parent>.<column>" is a line not yet there; it comes into being when it has words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model

from iop.centers.models import Service, Staff
from iop.core.programs.model import Program as Definition
from iop.plans.definitions import as_json
from iop.plans.models import Goal, Intervention, Need, Objective, PlanVersion, Problem
from iop.plans.queries import problems_of

Values = dict[str, object]

COLUMNS = (
    "level",
    "rung",
    "weekly_minutes",
    "max_minutes",
    "min_days",
    "max_days",
    "min_visit_minutes",
    "max_visit_minutes",
    "starts_on",
    "review_on",
    "hours_exception_reason",
    "strengths",
    "preferences",
    "discharge_criteria",
)
KEPT_MEASURE = "kept"
"""The objective's own measure, which no template of the program has."""


@dataclass(frozen=True)
class Kind:
    """One level of the tree: its table, the name of its parent, the next level's name."""

    model: type[Model]
    parent: str
    columns: tuple[str, ...]


KINDS = {
    "problem": Kind(Problem, "version", ("words", "code")),
    "goal": Kind(Goal, "problem", ("words",)),
    "objective": Kind(Objective, "goal", ("words", "measure", "target_on")),
    "intervention": Kind(Intervention, "objective", ("words", "service", "staff")),
}


Rows = Sequence[tuple[str, Model]]
Offered = Sequence[tuple[Service, Need | None]]


def values_of(version: PlanVersion, rows: Rows | None = None, offered: Offered | None = None) -> Values:
    """What the draft says now; `rows` and `offered` when they are at hand."""
    measures = measures_of(version.plan.episode.program.definition)
    values: Values = {name: getattr(version, name) for name in COLUMNS}
    for service, need in offered or needs_by_service(version):
        values[f"need.{service.public_id}.sessions"] = need.sessions if need else 0
        values[f"need.{service.public_id}.max"] = need.max_sessions if need else 0
    for name, row in rows or rows_of(version):
        for column in KINDS[name].columns:
            values[f"{name}.{row.public_id}.{column}"] = _value(row, column, measures)
    return values


def needs_by_service(version: PlanVersion) -> list[tuple[Service, Need | None]]:
    """The program's services a client can be given, each with its place in the weekly mix."""
    services = Service.objects.filter(program=version.plan.episode.program).exclude(kind="supervision")
    needs = {need.service_id: need for need in version.needs.all()}
    offered = services.order_by("kind", "name")
    return [(service, needs.get(service.pk)) for service in offered if service.is_active or service.pk in needs]


def rows_of(version: PlanVersion) -> Iterator[tuple[str, Model]]:
    """Problems, goals, objectives, interventions as the plan reads."""
    for problem in problems_of(version):
        yield "problem", problem
        for goal in problem.goals.all():
            yield "goal", goal
            for objective in goal.objectives.all():
                yield "objective", objective
                yield from (("intervention", intervention) for intervention in objective.interventions.all())


def measures_of(definition: Definition) -> dict[str, dict]:
    """The measurable steps a program offers an objective, by a key for the form."""
    found: dict[str, dict] = {}
    for goal in definition.goals:
        for objective in goal.objectives:
            found[f"goal:{goal.key}:{objective.key}"] = as_json(objective.milestone)
    for one in definition.milestone_sets:
        for milestone in one.milestones:
            found.setdefault(f"rung:{one.ladder}:{one.rung}:{milestone.key}", as_json(milestone))
    return found


def write(version: PlanVersion, values: Mapping[str, object], removed: frozenset[str]) -> None:
    """Make the draft say this. `removed` names rows ("goal.<id>") that are taken out, with what hangs on them."""
    for name in COLUMNS:
        setattr(version, name, values[name])
    version.save()
    _write_needs(version, values)
    measures = measures_of(version.plan.episode.program.definition)
    for name in KINDS:
        _write_rows(version, name, values, removed, measures)


def _write_needs(version: PlanVersion, values: Mapping[str, object]) -> None:
    for service, need in needs_by_service(version):
        sessions, most = values[f"need.{service.public_id}.sessions"], values[f"need.{service.public_id}.max"]
        if not most and need:
            need.delete()
        elif most:
            Need.objects.update_or_create(
                organization_id=version.organization_id,
                version=version,
                service=service,
                defaults={"sessions": sessions, "max_sessions": most},
            )


def _write_rows(
    version: PlanVersion, name: str, values: Mapping[str, object], removed: frozenset[str], measures: Mapping[str, dict]
) -> None:
    kind, rows = KINDS[name], {row.public_id: row for found, row in rows_of(version) if found == name}
    for row_id in _ids(name, values):
        typed = {column: values.get(f"{name}.{row_id}.{column}") for column in kind.columns}
        if f"{name}.{row_id}" in removed and row_id in rows:
            rows[row_id].delete()
        elif row_id in rows:
            _fill(rows[row_id], typed, measures)
        elif row_id.startswith("+") and typed["words"]:
            _fill(_new(version, name, row_id[1:]), typed, measures)


def _ids(name: str, values: Mapping[str, object]) -> list[str]:
    return list(dict.fromkeys(key.split(".")[1] for key in values if key.startswith(f"{name}.")))


def _new(version: PlanVersion, name: str, parent_id: str) -> Model:
    """An empty row at the end of its parent's."""
    kind = KINDS[name]
    parents = {row.public_id: row for found, row in rows_of(version) if found == kind.parent}
    parent = version if kind.parent == "version" else parents[parent_id]
    place = kind.model.objects.filter(**{kind.parent: parent}).count()
    return kind.model(organization_id=version.organization_id, position=place, **{kind.parent: parent})


def _fill(row: Model, typed: Mapping[str, object], measures: Mapping[str, dict]) -> None:
    for column, value in typed.items():
        if column == "measure":
            if value != KEPT_MEASURE:
                row.measure = measures.get(value) if value else None
        elif column in ("service", "staff"):
            setattr(row, column, _related(column, value))
        else:
            setattr(row, column, value)
    row.save()


def _related(column: str, public_id: object) -> Model | None:
    model = Service if column == "service" else Staff
    return model.objects.get(public_id=public_id) if public_id else None


def _value(row: Model, column: str, measures: Mapping[str, dict]) -> object:
    value = getattr(row, column)
    if column == "measure":
        key = next((key for key, definition in measures.items() if definition == value), KEPT_MEASURE)
        return key if value else ""
    if column in ("service", "staff"):
        return value.public_id if value else ""
    return value
