from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "iop.portal"
    label = "portal"
