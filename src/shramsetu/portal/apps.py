from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shramsetu.portal"
    label = "portal"
