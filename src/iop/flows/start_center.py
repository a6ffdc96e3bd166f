"""A center starts: its organization, and the rows that a program definition describes."""

from iop.centers.actions.following import follow_definition
from iop.centers.definitions import parsed
from iop.centers.models import Organization, Program, ProgramVersion
from iop.core import clock
from iop.tenancy.context import acting_for


def start_center(definition_text: str, *, slug: str, actor: object = "system:start") -> Organization:
    """Make an organization that runs this definition. Raises BrokenDefinition when the text does not pass the validator."""
    definition = parsed(definition_text)
    organization = Organization.objects.create(slug=slug, name=definition.name, time_zone=definition.zone)
    with acting_for(organization.pk, actor=actor, purpose="start of the center"):
        start_program(organization, definition_text)
    return organization


def start_program(organization: Organization, definition_text: str) -> Program:
    """A program with everything its definition names, inside the organization that acts."""
    definition = parsed(definition_text)
    program = Program.objects.create(
        organization=organization, key=definition.key, name=definition.name, time_zone=definition.zone
    )
    ProgramVersion.objects.create(
        organization=organization, program=program, number=1, definition=definition_text, saved_at=clock.now()
    )
    follow_definition(program, definition)
    return program
