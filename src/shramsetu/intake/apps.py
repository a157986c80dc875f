from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "shramsetu.intake"
    label = "intake"
