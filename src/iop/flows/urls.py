"""Addresses of screens that cross apps; each flow keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("iop.flows.board.urls")),
    path("", include("iop.flows.staffing.urls")),
    path("", include("iop.flows.timetable.urls")),
    path("", include("iop.flows.attendance.urls")),
    path("", include("iop.flows.plans.urls")),
    path("", include("iop.flows.clients.urls")),
]
