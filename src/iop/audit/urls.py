"""The chart's history."""

from django.urls import path

from iop.audit import views

urlpatterns = [
    path("clients/<str:public_id>/looked/", views.chart_audit, name="chart_audit"),
]
