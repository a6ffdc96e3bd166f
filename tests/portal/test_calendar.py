"""The calendar address: made once, read without signing in, ended for good; and a file that betrays nothing."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from iop.attendance.actions.calling_off import call_off, hold_after_all
from iop.audit.models import Event
from iop.core import clock, wall_time
from iop.core.policy import Role
from iop.schedule.actions.calendar import tell_calendars
from iop.schedule.actions.feeds import change_feed, end_feeds, make_feed
from iop.schedule.feed_address import hashed
from iop.schedule.models import CalendarFeed
from iop.web.logs import NeutralFormatter
from tests.portal.conftest import MONDAY, NOW, TUESDAY, WEDNESDAY

SIX = 18 * 60


def address(token: str) -> str:
    return reverse("portal_calendar_feed", args=[token])


def fetched(token: str, **headers):
    """As a calendar program asks: without a session."""
    return Browser().get(address(token), headers=headers)


def events(token: str) -> list:
    return Calendar.from_ical(fetched(token).content).walk("VEVENT")


@pytest.fixture
def token(center):
    return make_feed(center.client, title="Appointment", shows_place=False)[1]


# The address


def test_secret_has_more_than_128_random_bits_and_only_its_hash_is_kept(center):
    feed, token = make_feed(center.client, title="Appointment", shows_place=False)
    _, secret = token.split(".")
    assert len(secret) * 6 >= 192
    assert feed.token_hash == hashed(token)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from schedule_calendarfeed f where f::text like %s", [f"%{secret}%"])
        assert cursor.fetchone() == (0,)
    assert secret not in str(list(Event.objects.values()))


def test_new_address_ends_the_one_before(center, week, token):
    assert fetched(token).status_code == 200
    _, second = make_feed(center.client, title="Appointment", shows_place=False)
    assert fetched(token).status_code == 404
    assert fetched(second).status_code == 200
    assert CalendarFeed.objects.filter(client=center.client, revoked_at=None).count() == 1


def test_revoked_unknown_and_foreign_addresses_are_answered_alike(center, week, token):
    end_feeds(center.client)
    prefix, secret = token.split(".")
    foreign = f"{center.outsider.organization.public_id}.{secret}"
    tried = [token, f"{prefix}.{secret[::-1]}", foreign, "x", f"{prefix}.", prefix, "." + secret]
    answers = {(fetched(one).status_code, fetched(one).content) for one in tried}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_address_ends_at_discharge(center, week, token):
    assert fetched(token).status_code == 200
    episode = center.client.episodes.get()
    episode.discharged_on = TUESDAY
    episode.save()
    assert fetched(token).status_code == 404
    assert end_feeds(center.client) == 1
    assert end_feeds(center.client) == 0


def test_address_is_read_from_another_centers_session_too_and_leaves_it_alone(center, week, token, visit):
    browser = visit(user=center.outsider)
    assert browser.get(address(token)).status_code == 200
    assert browser.get(reverse("staff")).status_code == 200


def test_reading_leaves_one_event_with_the_number_of_rows(center, week, token):
    etag = fetched(token)["ETag"]
    assert fetched(token, if_none_match=etag).status_code == 304
    event = Event.objects.get(action="calendar_read")
    assert (event.details, event.actor, event.client_id) == ({"rows": 3}, "calendar address", str(center.client.pk))


def test_posting_to_the_address_is_refused(center, token):
    assert Browser().post(address(token)).status_code == 405


def test_address_is_kept_out_of_logs():
    import logging

    line = logging.LogRecord(
        "x", logging.ERROR, "x", 1, "Not Found: /me/calendar/abc.SECRET-_1/calendar.ics", None, None
    )
    assert "SECRET" not in NeutralFormatter().format(line)


# The file


def test_file_betrays_nothing(center, week, token, meeting):
    answer = fetched(token)
    told = (answer.content.decode() + str(answer.headers)).lower()
    words = [
        center.organization.name,
        center.organization.slug,
        center.program.name,
        center.site.name,
        center.site.city,
        *center.client.name.split(),
        *str(center.counselor).split(),
        *[session.title for session in week],
        *[str(session.room) for session in week],
        meeting.name,
        "iop",
        "group",
        "recovery",
        "treatment",
        "description",
        "organizer",
        "attendee",
        "location",
        "url",
        "source",
    ]
    assert [word for word in words if word.lower() in told] == []
    assert all(session.public_id not in answer.content.decode() for session in week)


def test_file_has_the_form_calendars_expect(week, token):
    answer = fetched(token)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert "private" in answer["Cache-Control"]
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    head = text.split("BEGIN:VTIMEZONE")[0].strip().split("\r\n")
    assert sorted(head) == sorted(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Calendar//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "NAME:Calendar",
            "X-WR-CALNAME:Calendar",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
        ]
    )


def test_event_says_when_and_nothing_else(week, token):
    event = events(token)[0]
    assert set(event) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "CLASS"
    }  # fmt: skip
    assert event["uid"].endswith("@calendar")
    assert (event["summary"], event["class"], event["status"], event["sequence"]) == (
        "Appointment", "PRIVATE", "CONFIRMED", 0
    )  # fmt: skip
    assert (event["dtstart"].dt.isoformat(), event["dtstart"].params["TZID"]) == (
        "2026-12-01T14:00:00-05:00", "America/New_York"
    )  # fmt: skip
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_long_title_is_folded_and_comes_back_whole(center, week):
    title = "Öfter zum Klavier, jeden Dienstag; älter wird man nie \\ müde"
    _, token = make_feed(center.client, title=title, shows_place=False)
    assert all(len(line) <= 75 for line in fetched(token).content.split(b"\r\n"))
    assert events(token)[0]["summary"] == title


def test_same_entries_are_the_same_bytes_and_a_change_is_not(week, token):
    first = fetched(token)
    with clock.set_to(NOW + timedelta(hours=3)):
        again = fetched(token, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        week[0].start_minute += 30
        week[0].save()
        tell_calendars([week[0]])
        assert fetched(token, if_none_match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("before", "after"),
    [(date(2027, 3, 13), date(2027, 3, 15)), (date(2026, 10, 31), date(2026, 11, 2))],
    ids=["spring 14 March 2027", "autumn 1 November 2026"],
)
def test_six_stays_six_across_the_change_of_clocks(center, release, seated, before, after):
    """Wall time with its zone, and rules of the zone that a program without our tables reads the same way."""
    with clock.set_to(wall_time.instant(before, 600, "America/New_York")):
        _, token = make_feed(center.client, title="Appointment", shows_place=False)
        for day in (before, after):
            seated("process", day, SIX, minutes=90)
        text = fetched(token).content.decode()
        for day in (before, after):
            assert f"DTSTART;TZID=America/New_York:{day:%Y%m%d}T180000" in text
            assert f"DTEND;TZID=America/New_York:{day:%Y%m%d}T193000" in text
        zone = Calendar.from_ical(text).walk("VTIMEZONE")[0].to_tz()
    for day in (before, after):
        ours = wall_time.instant(day, SIX, "America/New_York")
        assert ours.astimezone(zone).strftime("%H:%M") == "18:00"


def test_zone_tells_each_onset_in_the_time_before_it(week, token):
    """RFC 5545 3.6.5: on 14 March 2027 the clocks go forward at 2:00, on 1 November 2026 back at 2:00."""
    text = fetched(token).content.decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270314T020000" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20261101T020000" in text


def test_sequence_grows_with_every_change_that_is_seen(center, week, token):
    uid = events(token)[0]["uid"]
    with clock.set_to(NOW + timedelta(minutes=5)):
        week[0].start_minute += 30
        week[0].save()
        tell_calendars([week[0]])
        moved = next(event for event in events(token) if event["uid"] == uid)
        assert (moved["sequence"], moved["dtstart"].dt.strftime("%H:%M")) == (1, "14:30")
        assert moved["last-modified"].dt == clock.now()
        tell_calendars([week[0]])
    assert next(event for event in events(token) if event["uid"] == uid)["sequence"] == 1


def test_called_off_session_is_cancelled_in_the_calendar_and_comes_back(center, week, token):
    therapist = center.users[Role.THERAPIST]
    call_off(week[0], reason="ill", by=therapist)
    event = events(token)[0]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    hold_after_all(week[0], by=therapist)
    event = events(token)[0]
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)


def test_cancelled_entry_stays_at_least_thirty_days(center, week, token, release):
    week[0].seats.update(withdrawn_by=release)
    tell_calendars([week[0]])
    statuses = {event["uid"]: event["status"] for event in events(token)}
    assert sorted(statuses.values()) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    with clock.set_to(NOW + timedelta(days=30)):
        assert "CANCELLED" in {event["status"] for event in events(token)}
    with clock.set_to(NOW + timedelta(days=31)):
        assert "CANCELLED" not in {event["status"] for event in events(token)}


def test_title_and_place_are_the_clients_choice(center, week):
    feed, token = make_feed(center.client, title="Piano", shows_place=True)
    event = events(token)[0]
    assert (event["summary"], event["location"]) == ("Piano", f"{center.site.name}, {center.site.city}")
    change_feed(feed, title="Gym", shows_place=False)
    event = events(token)[0]
    assert (event["summary"], event.get("location"), event["sequence"]) == ("Gym", None, 1)
    change_feed(feed, title="Gym", shows_place=False)
    assert events(token)[0]["sequence"] == 1


def test_only_own_entries_are_in_it(center, week, token, seated):
    theirs = seated("process", WEDNESDAY, 15 * 60, client=center.other_client)
    assert len(events(token)) == 3
    assert theirs.calendar_entries.get().uid not in fetched(token).content.decode()


def test_feed_takes_the_same_queries_for_one_entry_and_for_many(center, seated, token):
    seated("process", TUESDAY, 15 * 60)
    with CaptureQueriesContext(connection) as few:
        fetched(token)
    for day in range(5):
        for hour in (9, 11, 16):
            seated("process", MONDAY + timedelta(days=day), hour * 60)
    with CaptureQueriesContext(connection) as many:
        fetched(token)
    assert len(many) == len(few)
    assert len(many) <= 15


# The page


def shown_address(answer) -> str:
    found = re.search(r'id="address" readonly value="([^"]*)"', answer.content.decode())
    return unescape(found[1]) if found else ""


def test_address_is_shown_once_and_leads_to_the_calendar(center, week, visit):
    browser = visit()
    made = browser.post(reverse("portal_calendar_make"), {"title": "Appointment", "instead_of": ""})
    shown = shown_address(made)
    assert shown.startswith("http://testserver/me/calendar/")
    assert "webcal://testserver/me/calendar/" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert Browser().get(shown.removeprefix("http://testserver")).status_code == 200
    later = browser.get(reverse("portal_calendar"))
    assert shown_address(later) == ""
    assert "webcal" not in later.content.decode()


def test_sending_the_form_again_keeps_the_address_that_was_shown(center, visit):
    browser, form = visit(), {"title": "Appointment", "instead_of": ""}
    shown = shown_address(browser.post(reverse("portal_calendar_make"), form))
    again = browser.post(reverse("portal_calendar_make"), form)
    assert (again.status_code, again.url) == (302, reverse("portal_calendar"))
    assert CalendarFeed.objects.count() == 1
    assert Browser().get(shown.removeprefix("http://testserver")).status_code == 200


def test_new_address_from_the_page_names_the_one_it_replaces(center, visit):
    browser = visit()
    browser.post(reverse("portal_calendar_make"), {"title": "Piano", "instead_of": ""})
    feed = CalendarFeed.objects.get()
    answer = browser.post(reverse("portal_calendar_make"), {"title": "Piano", "instead_of": feed.public_id})
    assert shown_address(answer)
    feed.refresh_from_db()
    assert feed.revoked_at == clock.now()


def test_options_are_saved_and_a_mistake_keeps_what_was_typed(center, token, visit):
    browser = visit()
    saved = browser.post(reverse("portal_calendar_change"), {"title": " Piano ", "shows_place": "on"})
    assert saved.status_code == 302
    feed = CalendarFeed.objects.get()
    assert (feed.title, feed.shows_place) == ("Piano", True)
    refused = browser.post(reverse("portal_calendar_change"), {"title": "x" * 61})
    assert refused.status_code == 422
    assert "x" * 61 in refused.content.decode()
    assert CalendarFeed.objects.get().title == "Piano"


def test_switched_off_from_the_page(center, week, token, visit):
    browser = visit()
    assert browser.post(reverse("portal_calendar_end")).status_code == 302
    assert browser.post(reverse("portal_calendar_end")).status_code == 302
    assert fetched(token).status_code == 404
    assert browser.post(reverse("portal_calendar_change"), {"title": "Piano"}).status_code == 404


def test_no_address_after_discharge(center, visit):
    center.client.episodes.update(discharged_on=TUESDAY)
    browser = visit()
    assert "The calendar ended with your time here." in browser.get(reverse("portal_calendar")).content.decode()
    assert browser.post(reverse("portal_calendar_make"), {"title": "x", "instead_of": ""}).status_code == 302
    assert CalendarFeed.objects.count() == 0


def test_staff_and_family_cannot_touch_it(center, token, visit):
    names = ["portal_calendar_make", "portal_calendar_change", "portal_calendar_end"]
    for role in set(Role) - {Role.CLIENT}:
        browser = visit(role)
        posted = {browser.post(reverse(name), {"title": "x", "instead_of": ""}).status_code for name in names}
        assert posted == {404}, role
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1
