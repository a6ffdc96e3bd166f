"""An organization: the wall between one center's records and another's."""

from django.db import models

from iop.tenancy.classes import classed
from iop.tenancy.models import new_public_id


class Organization(models.Model):
    """Outside row security on purpose: it holds only what a center tells the public."""

    HEALTH = classed(public="id public_id slug name time_zone crisis_label crisis_number")

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=24, default=new_public_id, editable=False, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, help_text="IANA name; times are shown in it")
    crisis_label = models.CharField(max_length=80, default="In crisis? Call or text 988")
    crisis_number = models.CharField(max_length=30, default="988")

    def __str__(self) -> str:
        return self.name
