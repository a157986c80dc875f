from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "shramsetu.insight"
    label = "insight"
