"""What somebody searches for is often a name, and a name never stands in an address.

The words stay in the session; the address carries a random key to them, so that going back, sorting and paging keep the search.
"""

import secrets

from django.http import HttpRequest

KEPT = 10
SEARCHES = "client_searches"


def remember(request: HttpRequest, words: str) -> str:
    """Keep the words for this session and return their key; "" for no words."""
    words = words.strip()
    if not words:
        return ""
    key = secrets.token_urlsafe(6)
    kept = [pair for pair in request.session.get(SEARCHES, []) if pair[1] != words]
    request.session[SEARCHES] = [*kept[1 - KEPT :], [key, words]]
    return key


def words_of(request: HttpRequest) -> str:
    """The words behind the key in the address; "" when it is unknown or somebody else's."""
    return dict(request.session.get(SEARCHES, [])).get(request.GET.get("search", ""), "")
