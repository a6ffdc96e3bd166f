"""Saving a program's definition as a new version."""

from dataclasses import dataclass

from django.db import transaction

from iop.audit.record import record
from iop.centers.models import Program, ProgramVersion
from iop.core import clock
from iop.core.programs.loading import load
from iop.core.programs.model import Program as Definition
from iop.core.programs.problem import Problem


@dataclass(frozen=True)
class NotSaved:
    """Nothing was saved: the lines that are wrong, or the version somebody else saved meanwhile."""

    problems: tuple[Problem, ...] = ()
    newer: ProgramVersion | None = None


@transaction.atomic
def save_definition(program: Program, text: str, *, based_on: int, by) -> ProgramVersion | NotSaved:
    """The text becomes the next version, if it is sound and nobody saved another one since `based_on`."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    newest = locked.versions.latest("number")
    if newest.number != based_on:
        return NotSaved(newer=newest)
    if newest.definition == text:
        return newest
    definition = load(text)
    if not isinstance(definition, Definition):
        return NotSaved(problems=tuple(definition))
    return _next_version(locked, newest, text, definition, by)


def _next_version(program: Program, newest: ProgramVersion, text: str, definition: Definition, by) -> ProgramVersion:
    version = ProgramVersion.objects.create(
        organization_id=program.organization_id,
        program=program,
        number=newest.number + 1,
        definition=text,
        saved_at=clock.now(),
        saved_by=by,
    )
    program.name = definition.name
    program.save(update_fields=["name"])
    record("program_saved", subject=version)
    return version
