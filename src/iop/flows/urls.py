from django.urls import include, path

urlpatterns = [
    path("", include("iop.flows.timetable.urls")),
]
