"""Addresses of one client's own facts. The list and the page of a client are flows."""

from django.urls import path

from iop.clients.views import editing, painting, people

urlpatterns = [
    path("clients/<str:public_id>/facts/", editing.client_edit, name="client_edit"),
    path("clients/<str:public_id>/availability/", painting.client_availability, name="client_availability"),
    path("clients/<str:public_id>/availability/add/", painting.client_stretch_add, name="client_stretch_add"),
    path("clients/<str:public_id>/availability/remove/", painting.client_stretch_remove, name="client_stretch_remove"),
    path("clients/<str:public_id>/people/", people.client_people, name="client_people"),
    path("clients/<str:public_id>/people/add/", people.client_relative_add, name="client_relative_add"),
    path("clients/<str:public_id>/people/<str:relative_id>/week/", people.client_relative, name="client_relative"),
    path(
        "clients/<str:public_id>/people/<str:relative_id>/forget/",
        people.client_relative_forget,
        name="client_relative_forget",
    ),
    path("clients/<str:public_id>/apart/", people.client_apart_add, name="client_apart_add"),
    path("clients/<str:public_id>/apart/<str:pair_id>/end/", people.client_apart_end, name="client_apart_end"),
]
