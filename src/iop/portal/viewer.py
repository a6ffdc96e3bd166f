"""The client who looks at their own pages; nobody else has any."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from iop.clients.models import Client
from iop.core.policy import Action


def own_client(request: HttpRequest, action: Action = Action.PORTAL_SEE) -> Client:
    """Through the viewer: an account without a client of its own gets a 404."""
    mine = Client.objects.visible_to(request.user, action)
    return get_object_or_404(mine.select_related("site", "primary_therapist", "organization"))
