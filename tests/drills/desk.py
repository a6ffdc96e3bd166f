"""Somebody at a desk: signed in over HTTP with cookies and tokens, as a browser is, and cut off as a browser is."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from tests.cast import PASSWORD

PATIENCE_SECONDS = 30


class CutOff(Exception):
    """No answer, or one that says that it did not work: whoever sent something keeps it and sends it again."""


class StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer of its own: a mark sent to the sign-in page was not saved."""

    def redirect_request(self, *answer: object) -> None:
        return None


@dataclass
class Desk:
    """`address` is the instance's. Each desk has its own session and is used by one thread."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), StayHere)

    def sign_in(self, email: str) -> None:
        self.get("/account/sign-in/")
        fields = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        request = urllib.request.Request(f"{self.address}/account/sign-in/", urlencode(fields).encode())
        with pytest.raises(CutOff, match=str(http.client.FOUND.value)):
            self._answer(request)
        assert self.cookie("sessionid"), "not signed in"

    def get(self, path: str) -> str:
        return self._answer(urllib.request.Request(f"{self.address}{path}"))

    def send(self, path: str, words: object) -> dict:
        """JSON to a page's own address. Raises CutOff."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return json.loads(
            self._answer(urllib.request.Request(f"{self.address}{path}", json.dumps(words).encode(), headers))
        )

    @property
    def token(self) -> str:
        return self.cookie("csrftoken")

    def cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == name), "")

    def _answer(self, request: urllib.request.Request) -> str:
        try:
            with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            raise CutOff(str(refused.code)) from refused
        except (OSError, http.client.HTTPException) as lost:
            raise CutOff("no answer") from lost
