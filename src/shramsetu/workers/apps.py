from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "shramsetu.workers"
    label = "workers"
