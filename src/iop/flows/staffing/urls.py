"""Addresses of staff and rooms."""

from django.urls import path

from iop.flows.staffing import people_views, room_views

urlpatterns = [
    path("staff/", people_views.staff_and_rooms, name="staff"),
    path("staff/<str:public_id>/", people_views.member, name="staff_member"),
    path("staff/<str:public_id>/hours/", people_views.set_availability, name="staff_hours"),
    path("staff/<str:public_id>/leave/", people_views.add_leave, name="staff_leave"),
    path("staff/<str:public_id>/last-day/", people_views.set_last_day, name="staff_last_day"),
    path("staff/<str:public_id>/credentials/", people_views.save_credential, name="staff_credential"),
    path("leave/<str:public_id>/remove/", people_views.remove_leave, name="leave_remove"),
    path("rooms/<str:public_id>/", room_views.room, name="room"),
    path("rooms/<str:public_id>/close/", room_views.close, name="room_close"),
    path("closures/<str:public_id>/remove/", room_views.reopen, name="closure_remove"),
]
