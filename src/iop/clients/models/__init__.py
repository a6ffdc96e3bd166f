"""Clients and what the week needs to know of them."""

from iop.clients.models.availability import AvailabilityBlock
from iop.clients.models.client import Affinity, Client, Cover
from iop.clients.models.no_contact import NoContactPair
from iop.clients.models.relatives import Relative, RelativeAvailability

__all__ = [
    "Affinity",
    "AvailabilityBlock",
    "Client",
    "Cover",
    "NoContactPair",
    "Relative",
    "RelativeAvailability",
]
