"""The demo's accounts: invented people, shown on the sign-in page in demo mode only."""

from itertools import groupby

from iop.accounts.models import User
from iop.core.policy import Role

PASSWORD = "demo-please-change"
DOMAIN = ".demo.example"
ORDER = [role.value for role in Role]


def demo_accounts() -> list[tuple[str, list[User]]]:
    """(center, its accounts in the order of roles), for all demo centers."""
    users = User.objects.filter(email__endswith=DOMAIN, is_active=True).select_related("organization")
    ranked = sorted(users, key=lambda user: (user.organization.name, ORDER.index(user.role), user.email))
    return [(center, list(found)) for center, found in groupby(ranked, key=lambda user: user.organization.name)]
