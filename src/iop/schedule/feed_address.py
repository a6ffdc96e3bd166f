"""The secret in a calendar's address, and how it finds its way without anybody signed in.

Row security shows no feed before an organization is set, so the secret begins with the organization's random public id. That table is
open to all and holds only what a center tells the public; the feed itself is then looked up inside the organization by the hash of the
whole secret. No policy is loosened and no function reads around the wall.
"""

import hashlib
import secrets

from iop.centers.models import Organization

SECRET_BYTES = 24
"""192 bits, more than the 128 a bearer address needs."""

BETWEEN = "."
"""Never part of a public id or of the random text."""


def new_token(organization: Organization) -> str:
    """A new secret for an address; only its hash is ever kept."""
    return f"{organization.public_id}{BETWEEN}{secrets.token_urlsafe(SECRET_BYTES)}"


def hashed(token: str) -> str:
    """What is kept of a secret. A plain hash suffices: nobody guesses 192 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def organization_of(token: str) -> Organization | None:
    """The organization a secret speaks of; None when there is no such one."""
    return Organization.objects.filter(public_id=token.partition(BETWEEN)[0]).first()
