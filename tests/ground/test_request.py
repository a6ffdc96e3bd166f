"""What surrounds every view: one transaction until the page is rendered, nothing half-written, nobody named."""

import io
import logging
import secrets

import pytest
from django.conf import settings as site
from django.core import mail
from django.db import ProgrammingError
from django.test import Client as Browser
from django.urls import reverse

from iop.accounts.models import User
from iop.audit.models import Event
from iop.clients.models import Client
from iop.core.policy import Role
from iop.tenancy.context import acting_for
from iop.web.logs import NeutralFormatter
from tests.cast import PASSWORD
from tests.ground.odd_views import NAME

pytestmark = pytest.mark.urls("tests.ground.odd_views")


@pytest.fixture
def director(center):
    return User.objects.create_user(
        f"{secrets.token_hex(6)}@ground.example", PASSWORD, organization=center, role=Role.DIRECTOR.value, name="D"
    )


@pytest.fixture
def browser(director):
    visitor = Browser(raise_request_exception=False)
    visitor.force_login(director)
    return visitor


@pytest.fixture
def written(center):
    """How many odd events were kept."""

    def count():
        with acting_for(center.pk):
            return Event.objects.filter(action="odd_write").count()

    return count


@pytest.fixture
def log():
    """Everything any logger says, as our formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(NeutralFormatter())
    names = ["", "iop", "django", "django.request", "django.security", "axes", "allauth"]
    loggers = [logging.getLogger(name) for name in names]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
    yield stream.getvalue
    for one, level in zip(loggers, levels, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


def get(browser, name, **headers):
    return browser.get(f"/odd/{name}/", headers=headers)


def test_a_queryset_is_read_while_rendering_inside_the_organization(browser):
    answer = get(browser, "late")
    assert (answer.status_code, answer.content.count(b"[")) == (200, 1)


def test_what_a_view_writes_is_kept(browser, written):
    assert get(browser, "writes").status_code == 200
    assert written() == 1


def test_a_refused_form_may_write(browser, written):
    assert get(browser, "refuses_form").status_code == 422
    assert written() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("writes_and_raises", 500),
        ("writes_and_answers_500", 500),
        ("writes_and_is_not_found", 404),
        ("raises_in_template", 500),
        ("breaks_the_transaction", 500),
        ("streams", 500),
    ],
)
def test_what_raised_or_broke_leaves_nothing(browser, written, name, status):
    assert get(browser, name).status_code == status
    assert written() == 0


def test_after_each_of_these_the_next_request_works(browser, written):
    for name in ("writes_and_raises", "breaks_the_transaction", "streams", "writes_and_is_not_found"):
        get(browser, name)
        assert get(browser, "late").status_code == 200
    assert written() == 0


@pytest.mark.parametrize("name", ["writes_and_raises", "raises_in_template", "writes_and_is_not_found"])
def test_an_error_names_nobody_on_the_page_in_the_log_or_by_mail(browser, log, name, settings):
    settings.ADMINS = [("A", "admin@ground.example")]
    page = get(browser, name).content.decode()
    assert ("crisis" in page, NAME in page, "ValueError" in page) == (True, False, False)
    assert "Vega" not in log()
    assert [NAME in message.body + message.subject for message in mail.outbox] == []


def test_a_log_line_keeps_the_place_of_an_error(browser, log):
    get(browser, "writes_and_raises")
    assert "odd_views.py:" in log()
    assert "ValueError" in log()


def test_a_log_line_drops_queries_and_feed_secrets(log):
    logging.getLogger("iop").warning("GET %s", "/clients/?q=Vega")
    logging.getLogger("iop").warning("GET %s", "/calendar/s3cr3t.ics")
    assert log() != ""
    assert ("Vega" in log(), "s3cr3t" in log()) == (False, False)


def test_a_failed_sign_in_logs_no_address(center, director, log):
    Browser().post(reverse("account_login"), {"login": director.email, "password": "wrong wrong wrong"})
    assert director.email not in log()


def test_a_reset_mail_says_nothing_of_care_in_its_subject(director):
    mail.outbox.clear()
    Browser().post(reverse("account_reset_password"), {"email": director.email})
    (sent,) = mail.outbox
    assert (director.organization.name in sent.subject, director.name in sent.subject.split()) == (False, False)
    assert not {"treatment", "recovery", "program", "clinic", "client"} & set(sent.subject.lower().split())


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}


@pytest.mark.parametrize("name", ["late", "writes_and_raises", "writes_and_is_not_found"])
def test_every_page_carries_the_strict_content_policy(browser, name):
    header = get(browser, name).headers["Content-Security-Policy"]
    parts = (part.strip().split(" ", 1) for part in header.split(";") if part.strip())
    assert {part[0]: part[1] for part in parts} == POLICY
    assert "unsafe" not in header


def test_the_sign_in_page_carries_it_too(committed):
    header = Browser().get(reverse("account_login")).headers["Content-Security-Policy"]
    assert ("default-src 'none'" in header, "unsafe" in header) == (True, False)


@pytest.mark.parametrize("name", ["late", "writes_and_raises", "writes_and_is_not_found"])
def test_signed_in_pages_are_not_stored(browser, name):
    assert get(browser, name).headers["Cache-Control"] == "no-store"


def test_an_expired_session_sends_the_whole_page_to_sign_in(browser):
    browser.get("/odd/late/")
    session = browser.session
    session["last_active"] -= site.IDLE_LOG_OFF_SECONDS + 1
    session.save()
    answer = get(browser, "late", **{"HX-Request": "true", "HX-Current-URL": "http://testserver/odd/late/"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == reverse("account_login") + "?next=%2Fodd%2Flate%2F"


def test_a_signed_out_part_of_a_page_is_sent_to_sign_in(committed):
    answer = Browser().get("/odd/late/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"].split("?")[0]) == (204, reverse("account_login"))


def test_tenant_rows_are_out_of_reach_for_signed_out_visitors(committed):
    """No organization, no answer: not even an empty one."""
    with pytest.raises(ProgrammingError, match="row-level security"):
        Client.objects.count()
