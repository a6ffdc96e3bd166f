"""Every view says which action it is. What the role may never do answers 404, like what is not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from iop.core.policy import Action, may


def needs(action: Action) -> Callable:
    """`@needs(Action.CLIENT_SEE)`: the outermost decorator of a view. Signed-out people are sent to sign-in."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            role = request.user.policy_role if request.user.is_authenticated else None
            if may(role, action):
                return view(request, *args, **kwargs)
            if role is None:
                return _sign_in(request)
            raise Http404

        guarded.action = action
        return guarded

    return decorate


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(request.path).url})
    return redirect_to_login(request.path)
