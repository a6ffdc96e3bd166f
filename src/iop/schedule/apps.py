from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "iop.schedule"
    label = "schedule"
