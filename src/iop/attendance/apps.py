from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "iop.attendance"
    label = "attendance"
