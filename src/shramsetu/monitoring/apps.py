from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "shramsetu.monitoring"
    label = "monitoring"
