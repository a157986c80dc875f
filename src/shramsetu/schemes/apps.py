from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "shramsetu.schemes"
    label = "schemes"
