"""The calendar file. Whoever has the address may read it, so it says nothing but when, and where if the client wishes."""

import hashlib
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from iop.audit.record import record
from iop.core import clock
from iop.core.policy import Action
from iop.portal.queries import feed_with, told_entries
from iop.schedule.feed_address import hashed, organization_of
from iop.schedule.ics import calendar_file
from iop.schedule.models import CalendarFeed
from iop.tenancy.context import acting_for
from iop.web.access import needs

ACTOR = "calendar address"


@needs(Action.CALENDAR_FEED)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """An address that never was and one that ended are answered alike, to the byte."""
    organization = organization_of(token)
    if organization is None:
        return _not_there()
    with acting_for(organization.pk, actor=ACTOR, purpose="calendar"):
        found = feed_with(hashed(token))
        return _answer(request, found, clock.today(organization.time_zone)) if found else _not_there()


def _not_there() -> HttpResponse:
    """Plain text: a page would carry a fresh form token each time and name the site."""
    return HttpResponseNotFound("Not found", content_type="text/plain")


def _answer(request: HttpRequest, found: CalendarFeed, today: date) -> HttpResponse:
    entries = told_entries(found.client_id, today)
    body = calendar_file(found, entries)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag, response=_file(body))
    if answer.status_code == 200:
        record("calendar_read", subject=found, client=found.client_id, rows=len(entries))
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _file(body: bytes) -> HttpResponse:
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
