"""A program as a center runs it: a definition (TOML) that it started from and may change, version by version."""

from django.db import models

from iop.centers.definitions import parsed
from iop.core.programs.model import Program as Definition
from iop.tenancy.classes import classed
from iop.tenancy.models import TenantModel


class Program(TenantModel):
    """The newest version's definition is in force."""

    HEALTH = classed(public="key name time_zone")

    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="centers_program_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def definition(self) -> Definition:
        """The settings in force, checked when they were saved. Read once per instance."""
        if not hasattr(self, "_definition"):
            self._definition = parsed(self.versions.latest("number").definition)
        return self._definition


class ProgramVersion(TenantModel):
    """What somebody saved as the program's definition; never changed afterwards."""

    HEALTH = classed(public="program number definition saved_at saved_by")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.TextField(help_text="TOML, as in src/iop/programs")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "program", "number"], name="centers_program_version"),
        ]
