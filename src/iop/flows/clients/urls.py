"""Addresses of the list of clients and of one client."""

from django.urls import path

from iop.flows.clients import views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/search/", views.client_search, name="client_search"),
    path("clients/add/", views.client_add, name="client_add"),
    path("clients/<str:public_id>/", views.client, name="client"),
    path("clients/<str:public_id>/admit/", views.client_admit, name="client_admit"),
    path("clients/<str:public_id>/week/", views.client_week, name="client_week"),
]
