"""Addresses of the group rooms."""

from django.urls import path

from iop.flows.attendance import views

urlpatterns = [
    path("group-rooms/", views.group_rooms, name="group_rooms"),
    path("group-rooms/<str:public_id>/", views.group_room, name="group_room"),
    path("group-rooms/<str:public_id>/marks/", views.group_room_mark, name="group_room_mark"),
    path("group-rooms/<str:public_id>/undo/", views.group_room_undo, name="group_room_undo"),
    path("group-rooms/<str:public_id>/save/", views.group_room_save, name="group_room_save"),
    path("group-rooms/<str:public_id>/visitors/", views.group_room_visitor, name="group_room_visitor"),
    path(
        "group-rooms/<str:public_id>/visitors/<str:client_id>/off/",
        views.group_room_visitor_off,
        name="group_room_visitor_off",
    ),
    path("group-rooms/<str:public_id>/cancel/", views.group_room_cancel, name="group_room_cancel"),
    path("group-rooms/<str:public_id>/hold/", views.group_room_hold, name="group_room_hold"),
]
