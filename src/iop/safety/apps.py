from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "iop.safety"
    label = "safety"
