"""The base of every table that belongs to an organization."""

import secrets

from django.db import models

from iop.tenancy.classes import classed


def new_public_id() -> str:
    """A random id for addresses: tells nothing about how many rows there are or when they came."""
    return secrets.token_urlsafe(9)


class TenantModel(models.Model):
    """A row of one organization. Unique constraints of a subclass must contain `organization`."""

    HEALTH = classed(public="id organization public_id")

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey("centers.Organization", on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=24, default=new_public_id, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["organization", "public_id"], name="%(app_label)s_%(class)s_public_id"),
        ]
