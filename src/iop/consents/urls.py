"""Addresses of a client's papers."""

from django.urls import path

from iop.consents import views

urlpatterns = [
    path("clients/<str:public_id>/papers/", views.client_papers, name="client_papers"),
    path("clients/<str:public_id>/papers/consent/", views.client_consent, name="client_consent"),
    path(
        "clients/<str:public_id>/papers/consent/<str:consent_id>/end/",
        views.client_consent_end,
        name="client_consent_end",
    ),
    path("clients/<str:public_id>/papers/notice/", views.client_notice, name="client_notice"),
    path("clients/<str:public_id>/papers/waiver/", views.client_waiver, name="client_waiver"),
]
