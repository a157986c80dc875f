from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "shramsetu.offices"
    label = "offices"
