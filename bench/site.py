"""A whole OpenIOP of its own, started by ./iop up in a folder of its own, and gone afterwards."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

SIGN_IN = "/account/sign-in/"
READY_SECONDS = 300
ENDING_SECONDS = 60
LOOK_SECONDS = 0.1
# What the measuring run itself stands in; a site brings its own.
OF_THIS_RUN = ("DATABASE_", "IOP_", "DJANGO_", "PYTHON", "VIRTUAL_ENV")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotUp(RuntimeError):
    """./iop up ended, or nobody answered in time; its own words are the message."""


@dataclass(frozen=True)
class Site:
    """One ./iop up: the process that was started, and where it listens."""

    launcher: int
    port: int

    def status(self, path: str, cookies: str = "") -> int:
        return answer(self.port, "GET", path, cookies).status


@dataclass(frozen=True)
class Answer:
    status: int
    cookies: dict[str, str]
    text: str


@contextmanager
def running(checkout: Path, home: Path | None, said: Path) -> Iterator[Site]:
    """Up from `checkout` with its data in `home` (None: the checkout's own folder); ended like Ctrl-C."""
    port = free_port()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_RUN)}
    own = {"IOP_HOME": str(home)} if home else {}
    with said.open("ab") as words:
        command = [checkout / "iop", "up", "--port", str(port)]
        launcher = subprocess.Popen(command, env=surroundings | own, stdout=words, stderr=words, start_new_session=True)
    try:
        wait(launcher, port, said)
        yield Site(launcher.pid, port)
    finally:
        launcher.send_signal(signal.SIGINT)
        launcher.wait(ENDING_SECONDS)


def wait(launcher: subprocess.Popen, port: int, said: Path) -> None:
    """Until the first page is served whole."""
    end = time.monotonic() + READY_SECONDS
    while not serves(port):
        if launcher.poll() is not None or time.monotonic() > end:
            raise NotUp(said.read_text())
        time.sleep(LOOK_SECONDS)


def serves(port: int) -> bool:
    try:
        return answer(port, "GET", "/healthz").status == 200 and answer(port, "GET", SIGN_IN).status == 200
    except OSError:
        return False


def sign_in(site: Site, email: str, password: str) -> str:
    """The cookies of somebody signed in, as a browser would get them."""
    page = answer(site.port, "GET", SIGN_IN)
    typed = {"csrfmiddlewaretoken": TOKEN.search(page.text)[1], "login": email, "password": password}
    sent = answer(site.port, "POST", SIGN_IN, header_of(page.cookies), urlencode(typed))
    if sent.status != 302:
        raise NotUp(f"{email} could not sign in: {sent.status}")
    return header_of(page.cookies | sent.cookies)


def header_of(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def answer(port: int, method: str, path: str, cookies: str = "", body: str | None = None) -> Answer:
    """One request on a connection of its own."""
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        got = connection.getresponse()
        pairs = (line.split(";")[0].split("=", 1) for line in got.headers.get_all("Set-Cookie", []))
        return Answer(got.status, dict(pairs), got.read().decode(errors="replace"))
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
