from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "iop.plans"
    label = "plans"
