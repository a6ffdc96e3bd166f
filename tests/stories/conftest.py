"""Stories run in a real browser against a real server, worker and database; only the clock is ours."""

import os
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page
from procrastinate.contrib.django import app

from iop.core import clock
from iop.web.jobs import STALLED_AFTER_SECONDS
from tests.cast import PASSWORD

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """Requests are not printed between the tests."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The site's address; rows are really committed, each story in a center of its own."""
    with django_db_blocker.unblock():
        server = ThreadedWSGIServer(("localhost", 0), Quiet)
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def visit(browser: Browser, site: str):
    """`visit(user, PHONE)`: a page signed in as that user, in a window of its own."""
    opened = []

    def sign_in(user, size=DESK) -> Page:
        context = browser.new_context(viewport=size, base_url=site)
        opened.append(context)
        page = context.new_page()
        page.goto("/account/sign-in/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        return page

    yield sign_in
    for context in opened:
        context.close()


def work_off_jobs() -> None:
    """What the worker does, until nothing is left; in a thread, since a browser already drives this one's loop."""

    def work() -> None:
        working = app.with_connector(app.connector.get_worker_connector())
        working.run_worker(
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            delete_jobs="successful",
            additional_context={"stalled_after": STALLED_AFTER_SECONDS},
        )

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=120)
    assert not thread.is_alive(), "the jobs did not end within two minutes"


class Times:
    """The story's clock: `at(moment)` moves it on."""

    def __init__(self) -> None:
        self.now = clock.now()

    def at(self, moment: datetime) -> None:
        self.now = moment


@pytest.fixture
def times(monkeypatch) -> Times:
    """One clock for test, server and jobs, which live in this process."""
    times = Times()
    monkeypatch.setattr(clock, "_source", lambda: times.now)
    return times
