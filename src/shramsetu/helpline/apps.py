from django.apps import AppConfig


class HelplineConfig(AppConfig):
    name = "shramsetu.helpline"
    label = "helpline"
