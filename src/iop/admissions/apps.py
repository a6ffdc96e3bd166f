from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "iop.admissions"
    label = "admissions"
