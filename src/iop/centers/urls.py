from django.urls import path

from iop.centers.views import programs, rooms, staff

urlpatterns = [
    path("staff/", staff.staff_and_rooms, name="staff"),
    path("staff/<str:public_id>/", staff.member, name="staff_member"),
    path("staff/<str:public_id>/hours/", staff.set_availability, name="staff_hours"),
    path("staff/<str:public_id>/leave/", staff.add_leave, name="staff_leave"),
    path("staff/<str:public_id>/last-day/", staff.set_last_day, name="staff_last_day"),
    path("staff/<str:public_id>/credentials/", staff.save_credential, name="staff_credential"),
    path("leave/<str:public_id>/remove/", staff.remove_leave, name="leave_remove"),
    path("rooms/<str:public_id>/", rooms.room, name="room"),
    path("rooms/<str:public_id>/close/", rooms.close, name="room_close"),
    path("closures/<str:public_id>/remove/", rooms.reopen, name="closure_remove"),
    path("programs/", programs.programs, name="programs"),
    path("programs/<str:public_id>/", programs.program, name="program"),
    path("programs/<str:public_id>/edit/", programs.edit_program, name="program_edit"),
]
