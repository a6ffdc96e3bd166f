"""Every address, asked for as every role, signed out, and by an outsider: real requests, no view called by hand."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from iop.core.policy import Relationship, Role, may
from iop.core.policy.table import TABLE
from tests.ground.addresses import WORDS, addresses, filled
from tests.plans.screens import browser

# What a page may answer to somebody who is allowed: shown, led on, or "this address only takes what is sent to it".
SHOWN = {200, 204, 302, 405}
# 404 also for the allowed: there is nothing to show before a second step is switched on.
NEEDS_A_SECOND_STEP = {"mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes"}


@pytest.fixture
def sites(cast):
    """(name, action, url, whether it has an id)."""
    with cast.acting():
        known = [(address, filled(address, cast)) for address in addresses()]
    return [
        (address.name, address.action, reverse(address.name, kwargs=arguments), not WORDS.keys() >= arguments.keys())
        for address, arguments in known
        if arguments is not None
    ]


def test_every_address_can_be_filled(cast):
    with cast.acting():
        unknown = [address.route for address in addresses() if filled(address, cast) is None]
    assert unknown == [], "tests/ground/addresses.py must say how to fill these"


def browser_of(user):
    """Freshly proven, so that a signature's second proof does not answer before the view does. Shows 500s as pages."""
    visitor = browser(user) if user else Browser()
    visitor.raise_request_exception = False
    return visitor


def is_sign_in(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", list(Role))
def test_matrix_as(cast, sites, role):
    wrong, visitor = {}, browser_of(cast.users[role])
    for name, action, url, _ in sites:
        answer = visitor.get(url)
        shown = answer.status_code in SHOWN and not is_sign_in(answer)
        nothing_yet = name in NEEDS_A_SECOND_STEP and answer.status_code == 404
        if not (shown or nothing_yet if may(role, action) else answer.status_code == 404):
            wrong[name] = (action.value, answer.status_code)
    assert wrong == {}


def test_matrix_signed_out(cast, sites):
    wrong = {}
    for name, action, url, _ in sites:
        answer = browser_of(None).get(url)
        right = answer.status_code in SHOWN | {404} if may(None, action) else is_sign_in(answer)
        if not right:
            wrong[name] = (action.value, answer.status_code)
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_matrix_outsider(cast, sites, method):
    """Another center's director, who may do everything at home: with an id of this center there is nothing to find."""
    wrong, visitor = {}, browser_of(cast.outsider)
    for name, action, url, has_id in sites:
        if not has_id or may(None, action):
            continue
        answer = getattr(visitor, method)(url)
        if answer.status_code not in ({404, 405} if method == "get" else {404}):
            wrong[name] = (action.value, answer.status_code)
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_matrix_therapist_of_somebody_else(cast, sites, method):
    """A therapist sees their own clients: the other therapist's client is not there."""
    theirs, wrong, visitor = cast.client.public_id, {}, browser_of(cast.users[Role.THERAPIST])
    for name, action, url, _ in sites:
        if theirs not in url or not needs_treating(action):
            continue
        answer = getattr(visitor, method)(url.replace(theirs, cast.other_client.public_id))
        if answer.status_code not in ({404, 405} if method == "get" else {404}):
            wrong[name] = (action.value, answer.status_code)
    assert wrong == {}


def needs_treating(action):
    return TABLE.get(action, {}).get(Role.THERAPIST) is Relationship.TREATING
