"""One transaction a request, inside one organization and its zone, until the response is rendered.

Not ATOMIC_REQUESTS: that ends with the view, and templates rendered after it would read outside the organization.
"""

from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from iop.tenancy.context import acting_for

# Answers a view gives by raising: the transaction is sound, and the page that says so may still read in it.
ANSWERS = (Http404, PermissionDenied, BadRequest)


class StreamedResponse(RuntimeError):
    """A streamed body would be read after the transaction has ended."""


class TenantMiddleware:
    """Signed-in people act for their organization; everybody else for none, so tenant tables raise.

    Kept: what a view answered without raising, refused forms included. Undone: whatever raised, and every 5xx.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        zone = ZoneInfo(user.organization.time_zone)
        with timezone.override(zone), acting_for(user.organization_id, actor=user):
            response = self.get_response(request)
            if response.streaming:
                raise StreamedResponse(request.resolver_match.view_name if request.resolver_match else "")
            if response.status_code >= 500 or getattr(request, "view_raised", False):
                transaction.set_rollback(True)
            return response

    def process_exception(self, request, exception):
        """A view that raised leaves nothing half-written, whatever page is shown for it."""
        request.view_raised = True
        if transaction.get_connection().in_atomic_block and not isinstance(exception, ANSWERS):
            transaction.set_rollback(True)
