"""Text that PostgreSQL cannot hold is no text of ours: the zero byte in an address, a question or a form."""

from django.core.exceptions import BadRequest

ZERO = "\x00"


class TextMiddleware:
    """Answers 400 before a view asks the database for it. A browser never sends one by itself."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if ZERO in request.path_info or _has_zero(request.GET) or _has_zero(request.POST):
            raise BadRequest
        return self.get_response(request)


def _has_zero(sent) -> bool:
    return any(ZERO in value for key, values in sent.lists() for value in (key, *values))
