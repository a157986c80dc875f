from django.apps import AppConfig


class BridgesConfig(AppConfig):
    name = "shramsetu.bridges"
    label = "bridges"
