"""To sign: what waits for a decision at the left, one proposal at the right. Never several at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.accounts.proof import needs_fresh_proof
from iop.audit.looking import looked_at
from iop.core.policy import Action
from iop.flows.plans.deciding import Decided, Withdrawn, decline, sign_proposal
from iop.flows.plans.forms import DeclineForm
from iop.flows.plans.to_sign import following, proposal_page, to_sign
from iop.plans import wording
from iop.plans.actions.signing import CannotSign
from iop.plans.forms import SignForm
from iop.plans.models import HoursProposal
from iop.plans.queries import proposals_visible_to
from iop.web.access import needs


@needs(Action.PROPOSAL_LIST)
def proposals(request: HttpRequest) -> HttpResponse:
    """The list, with its first proposal opened beside it where there is room."""
    listed = to_sign(request.user, request.GET.get("show", ""))
    first = listed.first
    context = {"listed": listed, "alone": False, **_opened(request, first, listed)}
    return render(request, "plans/proposals.html", context)


@needs(Action.PROPOSAL_LIST)
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """One proposal, waiting, decided or withdrawn; on a phone it is a page of its own."""
    return _page(request, _visible(request, public_id, Action.PROPOSAL_LIST))


@needs(Action.PROPOSAL_DECIDE)
@require_POST
@needs_fresh_proof
def proposal_sign(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id, Action.PROPOSAL_DECIDE)
    after = following(to_sign(request.user, ""), found)
    outcome = sign_proposal(found, by=request.user, credential=request.POST.get("credential", ""))
    return _answer(request, found, outcome, _signed_words(found), after)


@needs(Action.PROPOSAL_DECIDE)
@require_POST
@needs_fresh_proof
def proposal_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id, Action.PROPOSAL_DECIDE)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, decline_form=form, status=422)
    after = following(to_sign(request.user, ""), found)
    given = {"reason": form.cleaned_data["reason"], "credential": request.POST.get("credential", "")}
    outcome = decline(found, by=request.user, **given)
    return _answer(request, found, outcome, _("Declined. The hours stay as they are."), after)


def _answer(
    request: HttpRequest, found: HoursProposal, outcome, words: str, after: HoursProposal | None
) -> HttpResponse:
    """The next one opens; what could not be decided says why on its own page."""
    if isinstance(outcome, CannotSign):
        fresh = _visible(request, found.public_id, Action.PROPOSAL_LIST)
        return _page(request, fresh, cannot_sign=outcome.reasons, status=422)
    if isinstance(outcome, Withdrawn):
        return redirect("proposal", found.public_id)
    if isinstance(outcome, Decided) and outcome.new:
        messages.success(request, words)
    return redirect("proposal", after.public_id) if after else redirect("proposals")


def _page(
    request: HttpRequest, found: HoursProposal, *, cannot_sign=(), decline_form=None, status: int = 200
) -> HttpResponse:
    listed = to_sign(request.user, request.GET.get("show", ""))
    context = {
        "listed": listed,
        "alone": True,
        **_opened(request, found, listed),
        "cannot_sign": cannot_sign,
        **({"decline_form": decline_form} if decline_form else {}),
    }
    return render(request, "plans/proposals.html", context, status=status)


def _opened(request: HttpRequest, found: HoursProposal | None, listed) -> dict[str, object]:
    if found is None:
        return {"proposal": None}
    client = found.version.plan.episode.client
    looked_at(client, request.user, "proposal")
    page = proposal_page(found, listed)
    sign_form = SignForm(request.user, found.version.plan.episode.program)
    return {**page, "client": client, "sign_form": sign_form, "decline_form": DeclineForm()}


def _visible(request: HttpRequest, public_id: str, action: Action) -> HoursProposal:
    related = proposals_visible_to(request.user, action).select_related("version__plan__episode__program")
    return get_object_or_404(
        related.select_related("version__plan__episode__client__primary_therapist", "decision__new_version"),
        public_id=public_id,
    )


def _signed_words(found: HoursProposal) -> str:
    if not found.to_rung:
        return _("Signed: a referral is to be arranged.")
    return _("Signed: %(hours)s a week.") % {"hours": wording.hours(found.to_minutes)}
