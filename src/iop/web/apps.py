from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "iop.web"
    label = "web"
