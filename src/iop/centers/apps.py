from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "iop.centers"
    label = "centers"
