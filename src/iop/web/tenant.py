"""One transaction a request, inside one organization, until the response is rendered.

Not ATOMIC_REQUESTS: that ends with the view, and templates rendered after it would read outside the organization.
"""

from django.db import transaction

from iop.tenancy.context import acting_for


class StreamedResponse(RuntimeError):
    """A streamed body would be read after the transaction has ended."""


class TenantMiddleware:
    """Signed-in people act for their organization; everybody else for none, so tenant tables raise."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        with acting_for(user.organization_id, actor=user):
            response = self.get_response(request)
            if response.streaming:
                raise StreamedResponse(request.resolver_match.view_name if request.resolver_match else "")
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request, exception):
        """A view that raised leaves nothing half-written, whatever page is shown for it."""
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
