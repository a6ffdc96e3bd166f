"""Under `me/`. The calendar's address names nothing; its secret is masked in every log line (web/logs.py)."""

from django.urls import path

from iop.portal.views import calendar, feed, pages

urlpatterns = [
    path("today/", pages.today, name="portal_today"),
    path("week/", pages.week, name="portal_week"),
    path("week/<str:day>/", pages.week, name="portal_week_of"),
    path("plan/", pages.plan, name="portal_plan"),
    path("more/", pages.more, name="portal_more"),
    path("more/calendar/", calendar.calendar, name="portal_calendar"),
    path("more/calendar/make/", calendar.make, name="portal_calendar_make"),
    path("more/calendar/change/", calendar.change, name="portal_calendar_change"),
    path("more/calendar/end/", calendar.end, name="portal_calendar_end"),
    path("calendar/<str:token>/calendar.ics", feed.feed, name="portal_calendar_feed"),
]
