from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "iop.tenancy"
    label = "tenancy"
