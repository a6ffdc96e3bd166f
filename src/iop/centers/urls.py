from django.urls import path

from iop.centers.views import programs

urlpatterns = [
    path("programs/", programs.programs, name="programs"),
    path("programs/<str:public_id>/", programs.program, name="program"),
    path("programs/<str:public_id>/edit/", programs.edit_program, name="program_edit"),
]
