"""Which clients a viewer may see at all: an outsider's query finds nothing, so pages answer 404."""

from django.db import models
from django.db.models import Q

from iop.clients.folding import folded
from iop.core.policy import Action, Relationship
from iop.core.policy.table import TABLE


class ClientQuerySet(models.QuerySet):
    def visible_to(self, user, action: Action = Action.CLIENT_SEE) -> "ClientQuerySet":
        """The clients to whom this user may do this, by role and relationship. Row security has the organization already."""
        needed = TABLE.get(action, {}).get(user.policy_role)
        if needed is Relationship.SAME_CENTER:
            return self
        if needed is Relationship.TREATING:
            return self.filter(treated_by(user))
        if needed is Relationship.SELF:
            return self.filter(user=user)
        return self.none()

    def named(self, words: str) -> "ClientQuerySet":
        """Whose name, last name or chart number begins with the words."""
        typed = folded(words)
        if not typed:
            return self
        return self.filter(
            Q(folded_name__startswith=typed) | Q(folded_last__startswith=typed) | Q(number__istartswith=words.strip())
        )


def treated_by(user) -> Q:
    """Primary therapist, cover, the primary's supervisor, who leads or co-leads a session the client has a seat in.

    And whoever an open safety task names: they cannot look after somebody whose record they may not open.
    """
    leads = Q(session__leader__user=user) | Q(session__co_leader__user=user)
    return (
        Q(primary_therapist__user=user)
        | Q(primary_therapist__supervisor__user=user)
        | Q(pk__in=_subquery("clients.Cover", staff__user=user))
        | Q(pk__in=_subquery("schedule.Seat", leads, withdrawn_by__isnull=True, session__withdrawn_by__isnull=True))
        | Q(pk__in=_subquery("safety.SafetyTask", responsible__user=user, disposition__isnull=True))
    )


def _subquery(label: str, *chosen: Q, **filters):
    from django.apps import apps

    return apps.get_model(label).objects.filter(*chosen, **filters).values("client_id")
