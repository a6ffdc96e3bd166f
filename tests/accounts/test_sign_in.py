"""Signing in, being throttled, forgetting a password, and a second step."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from iop.audit.models import Event
from iop.core.policy import Role
from tests.cast import PASSWORD

WRONG = "not the password at all"


@pytest.fixture
def visitor():
    return Browser()


def sign_in(visitor, email, password=PASSWORD):
    return visitor.post(reverse("account_login"), {"login": email, "password": password})


def test_sign_in_opens_the_account_and_leaves_an_event(cast, visitor):
    user = cast.users[Role.DIRECTOR]
    assert sign_in(visitor, user.email).status_code == 302
    assert visitor.get(reverse("account")).status_code == 200
    with cast.acting():
        assert Event.objects.filter(action="signed_in", actor=f"user:{user.pk}").count() == 1


def test_sign_in_with_a_wrong_password_says_the_same_as_with_an_unknown_address(cast, visitor):
    known = sign_in(visitor, cast.users[Role.DIRECTOR].email, WRONG)
    unknown = sign_in(visitor, "nobody@nowhere.example", WRONG)
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_sign_in_is_throttled_after_many_wrong_passwords(cast, visitor, settings):
    email = cast.users[Role.DIRECTOR].email
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(visitor, email, WRONG)
    sign_in(visitor, email)
    assert visitor.get(reverse("account")).status_code == 302


def test_sign_up_is_closed(cast, visitor):
    answer = visitor.post(reverse("account_signup"), {"email": "new@person.example", "password1": PASSWORD})
    assert "Accounts are made by your center" in answer.content.decode()


def test_reset_says_the_same_for_every_address(cast, visitor):
    answers = [
        visitor.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (cast.users[Role.CLIENT].email, "nobody@nowhere.example")
    ]
    bodies = [re.sub(r"(csrf|CSRF)[^>]*>", "", answer.content.decode()) for answer in answers]
    assert bodies[0] == bodies[1]
    assert [message.to for message in mail.outbox] == [[cast.users[Role.CLIENT].email]]
    assert cast.client.first_name not in mail.outbox[0].subject


def test_reset_link_sets_a_password_once(cast, visitor):
    user = cast.users[Role.CLIENT]
    visitor.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://testserver(\S+)", mail.outbox[0].body)[1]
    form = visitor.get(link, follow=True)
    new = "another walk along the river"
    visitor.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(Browser(), user.email, new).status_code == 302
    assert "used already" in Browser().get(link, follow=True).content.decode()


def test_second_step_is_asked_when_it_is_on(cast, visitor):
    user = cast.users[Role.DIRECTOR]
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    assert sign_in(visitor, user.email).url == reverse("mfa_authenticate")
    assert visitor.get(reverse("account")).status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    visitor.post(reverse("mfa_authenticate"), {"code": code})
    assert visitor.get(reverse("account")).status_code == 200


def test_second_step_can_be_switched_on(cast, visitor):
    sign_in(visitor, cast.users[Role.DIRECTOR].email)
    page = visitor.get(reverse("mfa_activate_totp"), follow=True)
    assert page.status_code == 200
