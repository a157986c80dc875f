from django.apps import AppConfig


class HearingsConfig(AppConfig):
    name = "shramsetu.hearings"
    label = "hearings"
