"""The idle log-off, the lock of a shared tablet, and the fresh proof a signature needs."""

import time

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse

from iop.accounts import idle
from iop.accounts.proof import needs_fresh_proof
from iop.core.policy import Role
from tests.cast import PASSWORD


@pytest.fixture
def visitor(cast):
    visitor = Browser()
    visitor.post(reverse("account_login"), {"login": cast.users[Role.DIRECTOR].email, "password": PASSWORD})
    visitor.get(reverse("account"))
    return visitor


def change_session(visitor, **values):
    session = visitor.session
    session.update(values)
    session.save()


def test_idle_session_ends(visitor, settings):
    change_session(visitor, last_active=int(time.time()) - settings.IDLE_LOG_OFF_SECONDS - 1)
    assert visitor.get(reverse("account")).url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in visitor.session


def test_idle_session_inside_htmx_sends_the_whole_page_to_sign_in(visitor, settings):
    change_session(visitor, last_active=int(time.time()) - settings.IDLE_LOG_OFF_SECONDS - 1)
    answer = visitor.get(reverse("account"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))
    assert answer.headers["X-Iop-Signed-Out"] == "1"


def test_asking_for_progress_is_no_activity(visitor):
    before = int(time.time()) - 100
    change_session(visitor, last_active=before)
    answer = visitor.get(reverse("session"), headers={idle.POLL_HEADER: "1"})
    assert answer.json()["seconds_left"] <= 15 * 60 - 100
    assert visitor.session[idle.LAST_ACTIVE] == before
    visitor.post(reverse("session"))
    assert visitor.session[idle.LAST_ACTIVE] > before


def test_signed_in_pages_are_not_stored(visitor):
    assert visitor.get(reverse("account")).headers["Cache-Control"] == "no-store"


def test_locked_tablet_shows_nothing_until_the_password(visitor):
    visitor.post(reverse("account_lock"))
    assert visitor.get(reverse("account")).url.startswith(reverse("account_unlock"))
    wrong = visitor.post(reverse("account_unlock"), {"password": "no", "next": reverse("account")})
    assert "That is not the password" in wrong.content.decode()
    right = visitor.post(reverse("account_unlock"), {"password": PASSWORD, "next": reverse("account")})
    assert right.url == reverse("account")
    assert visitor.get(reverse("account")).status_code == 200


def test_tablet_locks_by_itself_after_its_own_short_time(visitor, settings):
    change_session(visitor, on_tablet=True, last_active=int(time.time()) - settings.SHARED_TABLET_LOCK_SECONDS - 1)
    assert visitor.get(reverse("account")).url.startswith(reverse("account_unlock"))


def test_who_leaves_the_group_room_is_at_a_desk_again(visitor, settings):
    change_session(visitor, on_tablet=True)
    visitor.get(reverse("account"))
    change_session(visitor, last_active=int(time.time()) - settings.SHARED_TABLET_LOCK_SECONDS - 1)
    assert visitor.get(reverse("account")).status_code == 200


def test_unlock_does_not_lead_to_another_site(visitor):
    visitor.post(reverse("account_lock"))
    answer = visitor.post(reverse("account_unlock"), {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.url == reverse("home")


def proof_request(cast, visitor, seconds_ago):
    request = RequestFactory().post("/sign/", {"words": "kept"})
    request.user = cast.users[Role.DIRECTOR]
    request.session = visitor.session
    request.session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    request.htmx = False
    return request


def test_signature_asks_again_after_the_time_and_keeps_what_was_typed(cast, visitor, settings):
    signed = needs_fresh_proof(lambda request: HttpResponse("signed"))
    limit = settings.SIGN_AGAIN_AFTER_SECONDS
    assert signed(proof_request(cast, visitor, limit - 5)).content == b"signed"
    late = proof_request(cast, visitor, limit + 5)
    assert signed(late).url.startswith(reverse("account_reauthenticate"))
    assert "words" in str(late.session["account_reauthentication_state"])
